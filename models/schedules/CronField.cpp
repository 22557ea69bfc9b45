#include "models/schedules/CronField.h"

#include <QCoreApplication>
#include <array>
#include <bit>

namespace courier {

namespace {

struct CronFieldTr {
  Q_DECLARE_TR_FUNCTIONS(CronField)
};

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
          return wrong(begin, CronFieldTr::tr("the range %1 runs backwards; write the smaller value first, or a list")
                                  .arg(readSince(begin)));
        }
      }
    }
    int step = 1;
    if (isAt(u'/')) {
      if (!mayStep) return wrong(m_at, CronFieldTr::tr("a step stands only behind * or a range, as in */5 or 10-50/5"));
      ++m_at;
      const auto given = stepWidth();
      if (!given) return given.error();
      step = *given;
    }
    if (m_at < m_text.size() && !isAt(u',')) {
      return wrong(m_at, CronFieldTr::tr("%1 is not expected here").arg(shown(m_text.sliced(m_at, 1))));
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
    if (step < 0) return wrong(begin, CronFieldTr::tr("the step's number is missing"));
    if (step >= 1 && step <= 999) return step;
    return wrong(begin, CronFieldTr::tr("the step %1 is out of range (1 to 999)").arg(readSince(begin)));
  }

  Expected<int> value() {
    const qsizetype begin = m_at;
    if (const int digits = number(); digits >= 0) {
      if (digits >= m_limits.least && digits <= m_limits.most) return digits;
      return wrong(begin, CronFieldTr::tr("%1 is out of range (%2 to %3)")
                              .arg(readSince(begin), QString::number(m_limits.least), QString::number(m_limits.most)));
    }
    while (m_at < m_text.size() && isLetter(m_text[m_at])) ++m_at;
    const QStringView name = m_text.sliced(begin, m_at - begin);
    if (const int named = nameValue(m_kind, name); named >= 0) return named;
    if (!name.isEmpty()) return wrong(begin, CronFieldTr::tr("%1 is not known here").arg(shown(name)));
    if (m_at == m_text.size() || isAt(u',')) return wrong(begin, CronFieldTr::tr("a value is missing"));
    return wrong(begin, CronFieldTr::tr("%1 is not expected here").arg(shown(m_text.sliced(begin, 1))));
  }

  CronField::Kind m_kind;
  Limits m_limits;
  QStringView m_text;
  qsizetype m_offset;
  qsizetype m_at = 0;
};

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

QString cronFieldName(CronField::Kind kind) {
  switch (kind) {
    case CronField::Kind::Minute:
      return CronFieldTr::tr("minute");
    case CronField::Kind::Hour:
      return CronFieldTr::tr("hour");
    case CronField::Kind::Day:
      return CronFieldTr::tr("day");
    case CronField::Kind::Month:
      return CronFieldTr::tr("month");
    case CronField::Kind::Weekday:
      break;
  }
  return CronFieldTr::tr("weekday");
}

Error cronError(CronField::Kind kind, qsizetype offset, const QString& what) {
  TextPosition position;
  position.column = static_cast<int>(offset) + 1;
  position.offset = offset;
  return {ErrorKind::InvalidInput,
          CronFieldTr::tr("Column %1, %2: %3.").arg(QString::number(offset + 1), cronFieldName(kind), what),
          {},
          position};
}

}  // namespace courier
