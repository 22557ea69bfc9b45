#include "models/schedules/CronExpression.h"

#include <QCoreApplication>
#include <array>
#include <bit>

#include "models/schedules/CronWalk.h"

namespace courier {

namespace {

struct CronExpressionTr {
  Q_DECLARE_TR_FUNCTIONS(CronExpression)
};

constexpr std::array kinds{CronField::Kind::Minute, CronField::Kind::Hour, CronField::Kind::Day, CronField::Kind::Month,
                           CronField::Kind::Weekday};
constexpr std::array monthDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

struct Date {
  qint64 year;
  int month;
  int day;
};

/// The proleptic Gregorian date of a day (0: 1970-01-01), as H. Hinnant's "chrono-compatible low-level date
/// algorithms" has it: years begin in March, eras of 400 years.
Date dateOf(qint64 dayNumber) {
  const qint64 shifted = dayNumber + 719'468;
  const qint64 era = floorDivided(shifted, 146'097);
  const qint64 dayOfEra = shifted - era * 146'097;
  const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
  const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const qint64 marchMonth = (5 * dayOfYear + 2) / 153;
  const int day = static_cast<int>(dayOfYear - (153 * marchMonth + 2) / 5 + 1);
  const int month = static_cast<int>(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
  return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int daysInMonth(qint64 year, int month) {
  const bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && !isLeap ? 28 : monthDays.at(static_cast<size_t>(month - 1));
}

bool isBlank(QChar c) {
  return c == u' ' || c == u'\t';
}

/// What an @name stands for; "" for one that is not known.
QString expanded(const QString& name) {
  static constexpr std::array<std::pair<const char16_t*, const char16_t*>, 7> names{{{u"@hourly", u"0 * * * *"},
                                                                                     {u"@daily", u"0 0 * * *"},
                                                                                     {u"@midnight", u"0 0 * * *"},
                                                                                     {u"@weekly", u"0 0 * * 0"},
                                                                                     {u"@monthly", u"0 0 1 * *"},
                                                                                     {u"@yearly", u"0 0 1 1 *"},
                                                                                     {u"@annually", u"0 0 1 1 *"}}};
  for (const auto& [known, fields] : names) {
    if (name.compare(QString::fromUtf16(known), Qt::CaseInsensitive) == 0) return QString::fromUtf16(fields);
  }
  return {};
}

Error unknownName(qsizetype offset) {
  TextPosition position;
  position.column = static_cast<int>(offset) + 1;
  position.offset = offset;
  return {ErrorKind::InvalidInput,
          CronExpressionTr::tr(
              "Column %1: write @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually alone, or five "
              "fields: minute hour day month weekday.")
              .arg(offset + 1),
          {},
          position};
}

}  // namespace

Expected<CronExpression> CronExpression::parse(const QString& given) {
  CronExpression parsed;
  parsed.m_text = given.trimmed();
  if (parsed.m_text.isEmpty()) return CronExpression();
  const qsizetype before = given.indexOf(parsed.m_text);
  QString text = parsed.m_text;
  if (text.startsWith(u'@')) {
    text = expanded(text);
    if (text.isEmpty()) return unknownName(before);
  }
  const std::array<CronField*, 5> fields{&parsed.m_minute, &parsed.m_hour, &parsed.m_day, &parsed.m_month,
                                         &parsed.m_weekday};
  qsizetype at = 0;
  const auto skipBlanks = [&] {
    while (at < text.size() && isBlank(text.at(at))) ++at;
  };
  for (size_t index = 0; index < fields.size(); ++index) {
    skipBlanks();
    if (at == text.size()) {
      return cronError(kinds.at(index), before + at,
                       CronExpressionTr::tr("this field is missing; five are needed: minute hour day month weekday"));
    }
    const qsizetype begin = at;
    while (at < text.size() && !isBlank(text.at(at))) ++at;
    auto field = CronField::parse(kinds.at(index), QStringView(text).sliced(begin, at - begin), before + begin);
    if (!field) return field.error();
    *fields.at(index) = *field;
  }
  skipBlanks();
  if (at < text.size()) {
    return cronError(
        CronField::Kind::Weekday, before + at,
        CronExpressionTr::tr("nothing may follow this field; five are needed: minute hour day month weekday"));
  }
  parsed.m_isNever = parsed.findNever();
  return parsed;
}

bool CronExpression::findNever() const {
  if (isEitherDay() || m_day.isBare) return false;
  for (int month = 1; month <= 12; ++month) {
    if (m_month.has(month) && m_day.firstFrom(1) <= monthDays.at(static_cast<size_t>(month - 1))) return false;
  }
  return true;
}

bool CronExpression::isDueEveryDay() const {
  const bool days = m_day.isFull(CronField::Kind::Day);
  const bool weekdays = m_weekday.isFull(CronField::Kind::Weekday);
  return m_month.isFull(CronField::Kind::Month) && (isEitherDay() ? days || weekdays : days && weekdays);
}

std::optional<qint64> CronExpression::next(qint64 afterMs, const QTimeZone& zone) const {
  const auto slot = CronWalk(*this, zone).next(afterMs);
  if (!slot) return std::nullopt;
  return slot->atMs;
}

bool CronExpression::matchesDate(int month, int day, qint64 dayNumber) const {
  if (!m_month.has(month)) return false;
  const bool isDay = m_day.has(day);
  const bool isWeekday = m_weekday.has(static_cast<int>(dayNumber + 4 - floorDivided(dayNumber + 4, 7) * 7));
  return isEitherDay() ? isDay || isWeekday : isDay && isWeekday;
}

std::optional<qint64> CronExpression::nextLocal(qint64 fromSeconds, qint64 endSeconds) const {
  if (m_isNever) return std::nullopt;
  const qint64 firstMinute = -floorDivided(-fromSeconds, 60);
  qint64 dayNumber = floorDivided(firstMinute, 1440);
  int minuteOfDay = static_cast<int>(firstMinute - dayNumber * 1440);
  Date date = dateOf(dayNumber);
  while (dayNumber * daySeconds < endSeconds) {
    const int length = daysInMonth(date.year, date.month);
    for (; m_month.has(date.month) && date.day <= length; ++date.day, ++dayNumber, minuteOfDay = 0) {
      if (!matchesDate(date.month, date.day, dayNumber)) continue;
      for (int hour = m_hour.firstFrom(minuteOfDay / 60); hour >= 0; hour = m_hour.firstFrom(hour + 1)) {
        const int minute = m_minute.firstFrom(hour == minuteOfDay / 60 ? minuteOfDay % 60 : 0);
        if (minute < 0) continue;
        const qint64 found = dayNumber * daySeconds + hour * 3600 + minute * 60;
        if (found >= endSeconds) return std::nullopt;
        return found;
      }
    }
    dayNumber += length + 1 - date.day;
    minuteOfDay = 0;
    date = {date.month == 12 ? date.year + 1 : date.year, date.month == 12 ? 1 : date.month + 1, 1};
  }
  return std::nullopt;
}

int CronExpression::countOfDay(qint64 day) const {
  const Date date = dateOf(day);
  if (m_isNever || !matchesDate(date.month, date.day, day)) return 0;
  return std::popcount(m_minute.values) * std::popcount(m_hour.values);
}

}  // namespace courier
