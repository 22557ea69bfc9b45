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

/// "minute", "hour", "day", "month", "weekday", in the person's language.
QString cronFieldName(CronField::Kind kind) {
  switch (kind) {
    case CronField::Kind::Minute:
      return CronExpressionTr::tr("minute");
    case CronField::Kind::Hour:
      return CronExpressionTr::tr("hour");
    case CronField::Kind::Day:
      return CronExpressionTr::tr("day");
    case CronField::Kind::Month:
      return CronExpressionTr::tr("month");
    case CronField::Kind::Weekday:
      break;
  }
  return CronExpressionTr::tr("weekday");
}

/// An error that names the field and the 1-based column of the 0-based `offset`: "Column 5, hour: …".
Error cronError(CronField::Kind kind, qsizetype offset, const QString& what) {
  TextPosition position;
  position.column = static_cast<int>(offset) + 1;
  position.offset = offset;
  return {ErrorKind::InvalidInput,
          CronExpressionTr::tr("Column %1, %2: %3.").arg(QString::number(offset + 1), cronFieldName(kind), what),
          {},
          position};
}

struct Limits {
  int least;
  int most;  ///< as written: 7 is Sunday too
};

constexpr int tooLarge = 1'000'000;

Limits limitsOf(CronField::Kind kind) {
  switch (kind) {
    case CronField::Kind::Minute:
      return {0, 59};
    case CronField::Kind::Hour:
      return {0, 23};
    case CronField::Kind::Day:
      return {1, 31};
    case CronField::Kind::Month:
      return {1, 12};
    case CronField::Kind::Weekday:
      break;
  }
  return {0, 7};
}

quint64 bits(int from, int to, int step) {
  quint64 values = 0;
  for (int value = from; value <= to; value += step) values |= quint64{1} << value;
  return values;
}

bool isCronDigit(QChar c) {
  return c >= u'0' && c <= u'9';
}

bool isLetter(QChar c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// What a message repeats of the text: short, and nothing that is not seen.
QString shown(QStringView text) {
  QString words;
  for (const QChar c : text.first(qMin<qsizetype>(text.size(), 20))) {
    words += c.isPrint() ? QString(c) : QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
  }
  return text.size() > 20 ? words + QStringLiteral("…") : words;
}

int nameValue(CronField::Kind kind, QStringView name) {
  static constexpr std::array months{u"jan", u"feb", u"mar", u"apr", u"may", u"jun",
                                     u"jul", u"aug", u"sep", u"oct", u"nov", u"dec"};
  static constexpr std::array weekdays{u"sun", u"mon", u"tue", u"wed", u"thu", u"fri", u"sat"};
  const auto find = [name](const auto& names, int first) {
    for (size_t index = 0; index < names.size(); ++index) {
      if (name.compare(QStringView(names[index]), Qt::CaseInsensitive) == 0) return static_cast<int>(index) + first;
    }
    return -1;
  };
  if (kind == CronField::Kind::Month) return find(months, 1);
  if (kind == CronField::Kind::Weekday) return find(weekdays, 0);
  return -1;
}

/// Reads one field from its left to its right.
class CronReader {
 public:
  CronReader(CronField::Kind kind, QStringView text, qsizetype offset)
      : m_kind(kind), m_limits(limitsOf(kind)), m_text(text), m_offset(offset) {}

  Expected<CronField> read() {
    CronField field;
    field.isBare = m_text == u"*";
    field.beginsWithStar = m_text.startsWith(u'*');
    for (;;) {
      auto values = item();
      if (!values) return values.error();
      field.values |= *values;
      if (m_at == m_text.size()) break;
      ++m_at;  // the comma
    }
    if (m_kind == CronField::Kind::Weekday && field.has(7)) field.values = (field.values & 0x7f) | 1U;
    return field;
  }

 private:
  [[nodiscard]] bool isAt(char16_t c) const { return m_at < m_text.size() && m_text[m_at] == c; }
  [[nodiscard]] Error wrong(qsizetype at, const QString& what) const { return cronError(m_kind, m_offset + at, what); }
  [[nodiscard]] QString readSince(qsizetype begin) const { return shown(m_text.sliced(begin, m_at - begin)); }

  /// What somebody meant who wrote a range over the field's end: "22-23,0-2" for 22-2, "SAT,SUN or 6-7" for SAT-SUN.
  [[nodiscard]] QString roundTheEnd(int from, int to, QStringView typed) const {
    const auto range = [](int first, int last) {
      return first == last ? QString::number(first) : QStringLiteral("%1-%2").arg(first).arg(last);
    };
    // A Sunday is 0 and 7.
    const bool isWeekday = m_kind == CronField::Kind::Weekday;
    const bool endsOnSunday = isWeekday && to == 0;
    const int last = isWeekday ? 6 : m_limits.most;
    const QString numbers =
        endsOnSunday ? range(from, 7) : range(from, last) + QLatin1Char(',') + range(m_limits.least, to);
    const qsizetype dash = typed.indexOf(u'-');
    const bool areNeighbours = from == last && to == m_limits.least;
    if (!areNeighbours || dash < 0 || !isLetter(typed.front())) return numbers;
    return CronExpressionTr::tr("%1,%2 or %3", "SAT,SUN or 6-7")
        .arg(shown(typed.first(dash)), shown(typed.sliced(dash + 1)), numbers);
  }

  /// One part of a list, up to its comma or the end.
  Expected<quint64> item() {
    int from = m_limits.least;
    int to = m_limits.most;
    bool mayStep = true;
    if (isAt(u'*')) {
      ++m_at;
    } else {
      const qsizetype begin = m_at;
      const auto first = value();
      if (!first) return first.error();
      from = to = *first;
      mayStep = isAt(u'-');
      if (mayStep) {
        ++m_at;
        const auto last = value();
        if (!last) return last.error();
        to = *last;
        if (to < from) {
          return wrong(begin, CronExpressionTr::tr("the range %1 runs backwards; write %2")
                                  .arg(readSince(begin), roundTheEnd(from, to, m_text.sliced(begin, m_at - begin))));
        }
      }
    }
    int step = 1;
    if (isAt(u'/')) {
      if (!mayStep)
        return wrong(m_at, CronExpressionTr::tr("a step may follow only * or a range, as in */5 or 10-50/5"));
      ++m_at;
      const auto given = stepWidth();
      if (!given) return given.error();
      step = *given;
    }
    if (m_at < m_text.size() && !isAt(u',')) {
      return wrong(m_at, CronExpressionTr::tr("%1 is not expected here").arg(shown(m_text.sliced(m_at, 1))));
    }
    return bits(from, to, step);
  }

  /// -1 where no digit stands.
  int number() {
    const qsizetype begin = m_at;
    int value = 0;
    while (m_at < m_text.size() && isCronDigit(m_text[m_at])) {
      value = qMin(value * 10 + m_text[m_at].digitValue(), tooLarge);
      ++m_at;
    }
    return m_at == begin ? -1 : value;
  }

  Expected<int> stepWidth() {
    const qsizetype begin = m_at;
    const int step = number();
    if (step < 0) return wrong(begin, CronExpressionTr::tr("the step's number is missing"));
    if (step >= 1 && step <= 999) return step;
    return wrong(begin, CronExpressionTr::tr("the step %1 is out of range (1 to 999)").arg(readSince(begin)));
  }

  Expected<int> value() {
    const qsizetype begin = m_at;
    if (const int digits = number(); digits >= 0) {
      if (digits >= m_limits.least && digits <= m_limits.most) return digits;
      return wrong(begin, CronExpressionTr::tr("%1 is out of range (%2 to %3)")
                              .arg(readSince(begin), QString::number(m_limits.least), QString::number(m_limits.most)));
    }
    while (m_at < m_text.size() && isLetter(m_text[m_at])) ++m_at;
    const QStringView name = m_text.sliced(begin, m_at - begin);
    if (const int named = nameValue(m_kind, name); named >= 0) return named;
    if (!name.isEmpty()) return wrong(begin, CronExpressionTr::tr("%1 is not known here").arg(shown(name)));
    if (m_at == m_text.size() || isAt(u',')) return wrong(begin, CronExpressionTr::tr("a value is missing"));
    return wrong(begin, CronExpressionTr::tr("%1 is not expected here").arg(shown(m_text.sliced(begin, 1))));
  }

  CronField::Kind m_kind;
  Limits m_limits;
  QStringView m_text;
  qsizetype m_offset;
  qsizetype m_at = 0;
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

Expected<CronField> CronField::parse(Kind kind, QStringView text, qsizetype offset) {
  return CronReader(kind, text, offset).read();
}

bool CronField::isFull(Kind kind) const {
  const Limits limits = limitsOf(kind);
  return values == bits(limits.least, kind == Kind::Weekday ? 6 : limits.most, 1);
}

int CronField::firstFrom(int from) const {
  const quint64 rest = from > 63 ? 0 : values >> from;
  return rest == 0 ? -1 : from + std::countr_zero(rest);
}

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
