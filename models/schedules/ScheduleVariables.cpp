#include "models/schedules/ScheduleVariables.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QUrl>
#include <optional>

#include "models/query/SqlScanner.h"
#include "models/query/SqlText.h"

namespace courier::schedulevariables {

namespace {

struct ScheduleVariablesTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleVariables)
};

Error refused(QStringView text, qsizetype offset, const QString& what) {
  const TextPosition position = sqltext::positionAt(text, offset);
  return {ErrorKind::InvalidInput,
          ScheduleVariablesTr::tr("Line %1, column %2: %3.")
              .arg(QString::number(position.line), QString::number(position.column), what),
          {},
          position};
}

struct Value {
  QString text;
  bool isNumber = false;
};

std::optional<Value> valueOf(QStringView name, const SlotValues& values) {
  const QDateTime local = QDateTime::fromMSecsSinceEpoch(values.slotMs, values.zone);
  if (name == u"slot") {
    return Value{local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate), false};
  }
  if (name == u"slot_date") return Value{local.date().toString(Qt::ISODate), false};
  if (name == u"slot_unix") return Value{QString::number(values.slotMs / 1000), true};
  if (name == u"job_id") return Value{QString::number(values.job.value), true};
  return std::nullopt;
}

/// A variable that begins at `at`: its name, and where it ends. One without an end has a name that is not known.
struct Found {
  QString name;
  qsizetype end = 0;
};

Found variableAt(QStringView text, qsizetype at) {
  const qsizetype close = text.indexOf(u'}', at);
  if (close >= 0) return {text.sliced(at + 2, close - at - 2).toString(), close + 1};
  return {text.sliced(at + 2).toString() + u'…', text.size()};
}

Expected<Value> knownValue(QStringView text, qsizetype at, const QString& name, const SlotValues& values) {
  if (auto value = valueOf(name, values)) return *value;
  return refused(
      text, at,
      ScheduleVariablesTr::tr("the variable ${%1} is unknown; use ${slot}, ${slot_date}, ${slot_unix} or ${job_id}")
          .arg(name.left(40)));
}

/// Goes through SQL piece by piece.
class Expansion {
 public:
  Expansion(const QString& sql, const SlotValues& values) : m_sql(sql), m_values(values), m_scanner(sql) {}

  Expected<QString> run() {
    SqlScanner::Piece piece = m_scanner.next();
    while (piece.kind != SqlScanner::Kind::End) {
      const QStringView text = QStringView(m_sql).sliced(piece.begin, piece.end - piece.begin);
      const bool isQuoted = piece.kind == SqlScanner::Kind::Blank || piece.kind == SqlScanner::Kind::Quoted;
      Expected<void> done;
      if (isQuoted) {
        done = text.front() == u'\'' ? insideLiteral(piece) : nowhere(piece);
      } else if (text.back() == u'$' && QStringView(m_sql).sliced(piece.end).startsWith(u'{')) {
        done = outside(piece);
      } else {
        m_out += text;
      }
      if (!done) return done.error();
      if (piece.kind != SqlScanner::Kind::Blank) m_before = text.back();
      piece = m_scanner.next();
    }
    return m_out;
  }

 private:
  /// In a comment, a quoted name or a $tag$ string.
  Expected<void> nowhere(const SqlScanner::Piece& piece) {
    const QStringView text = QStringView(m_sql).sliced(piece.begin, piece.end - piece.begin);
    const qsizetype at = text.indexOf(u"${");
    if (at >= 0) {
      return refused(m_sql, piece.begin + at,
                     ScheduleVariablesTr::tr(
                         "a variable is in a comment or in a quoted name; write it in a 'string' or by itself"));
    }
    m_out += text;
    return {};
  }

  Expected<void> insideLiteral(const SqlScanner::Piece& piece) {
    qsizetype at = piece.begin;
    while (at < piece.end) {
      qsizetype next = m_sql.indexOf(QLatin1String("${"), at);
      if (next < 0 || next >= piece.end) next = piece.end;
      m_out += QStringView(m_sql).sliced(at, next - at);
      if (next == piece.end) break;
      const Found found = variableAt(QStringView(m_sql).first(piece.end), next);
      const auto value = knownValue(m_sql, next, found.name, m_values);
      if (!value) return value.error();
      m_out += value->text;
      at = found.end;
    }
    return {};
  }

  Expected<void> outside(const SqlScanner::Piece& piece) {
    const qsizetype at = piece.end - 1;
    const Found found = variableAt(m_sql, at);
    const auto value = knownValue(m_sql, at, found.name, m_values);
    if (!value) return value.error();
    // Elsewhere a backslash may keep a quote from ending its string: what is outside is not certain then.
    const bool isUncertain = m_sql.contains(QLatin1String("\\'")) || m_values.slotMs < 0;
    const bool standsAlone = piece.end - piece.begin == 1 && !touches(at - 1) && !touches(found.end) &&
                             !isQuote(m_before) && !isQuote(nextSolid(found.end));
    if (isUncertain || !standsAlone) {
      return refused(m_sql, at,
                     ScheduleVariablesTr::tr(
                         "${%1} touches the text beside it; put an operator between them or write it in a 'string'")
                         .arg(found.name));
    }
    m_out += value->isNumber ? value->text : u'\'' + value->text + u'\'';
    for (SqlScanner::Piece rest = piece; rest.end < found.end;) {
      rest = m_scanner.next();
      if (rest.kind == SqlScanner::Kind::End) break;
    }
    return {};
  }

  [[nodiscard]] bool touches(qsizetype at) const {
    if (at < 0 || at >= m_sql.size()) return false;
    const QChar c = m_sql.at(at);
    return c.isLetterOrNumber() || c.unicode() >= 0x80 || QStringView(u"_$'\"`[]{}.@#:\\?").contains(c);
  }
  [[nodiscard]] static bool isQuote(QChar c) { return QStringView(u"'\"`]$").contains(c); }
  [[nodiscard]] QChar nextSolid(qsizetype from) const {
    SqlScanner ahead(QStringView(m_sql).sliced(from));
    for (auto piece = ahead.next(); piece.kind != SqlScanner::Kind::End; piece = ahead.next()) {
      if (piece.kind == SqlScanner::Kind::Blank) continue;
      const QChar c = m_sql.at(from + piece.begin);
      return c == u'[' ? QChar(u']') : c;
    }
    return u' ';
  }

  const QString& m_sql;
  const SlotValues& m_values;
  SqlScanner m_scanner;
  QString m_out;
  QChar m_before = u' ';  ///< the end of the last piece that is not blank
};

/// Variables of one part of an address, which may be percent-encoded itself.
Expected<QString> expandPart(const QString& part, const SlotValues& values) {
  static const QRegularExpression variable(QStringLiteral("(?:\\$|%24)(?:\\{|%7B)(.*?)(?:\\}|%7D|$)"),
                                           QRegularExpression::CaseInsensitiveOption);
  QString out;
  qsizetype at = 0;
  for (auto matches = variable.globalMatch(part); matches.hasNext();) {
    const auto match = matches.next();
    const auto value = knownValue(part, match.capturedStart(), match.captured(1), values);
    if (!value) return value.error();
    out += part.mid(at, match.capturedStart() - at) + QString::fromLatin1(QUrl::toPercentEncoding(value->text));
    at = match.capturedEnd();
  }
  return out + part.mid(at);
}

}  // namespace

Expected<QString> expandSql(const QString& sql, const SlotValues& values) {
  return Expansion(sql, values).run();
}

Expected<TargetUrl> expandUrl(const TargetUrl& url, const SlotValues& values) {
  const auto path = expandPart(url.path(), values);
  if (!path) return path.error();
  const auto query = expandPart(url.query(), values);
  if (!query) return query.error();
  if (*path == url.path() && *query == url.query()) return url;
  const QString address = url.address();
  const qsizetype begin = address.indexOf(u'/', address.indexOf(QLatin1String("://")) + 3);
  const QString text = address.left(begin) + *path + (url.hasQuery() ? u'?' + *query : QString());
  const auto parsed = TargetUrl::parse(text);
  if (!parsed) return parsed.error();
  return parsed->url;
}

Expected<void> checkAddress(const QString& text) {
  const qsizetype scheme = text.indexOf(QLatin1String("://"));
  qsizetype free = text.indexOf(u':') + 1;
  if (scheme >= 0) {
    free = scheme + 3;
    while (free < text.size() && text.at(free) != u'/' && text.at(free) != u'?') ++free;
  } else if (free == 0) {
    free = text.size();
  }
  for (qsizetype at = text.indexOf(QLatin1String("${")); at >= 0; at = text.indexOf(QLatin1String("${"), at + 2)) {
    if (at < free) {
      return refused(text, at,
                     ScheduleVariablesTr::tr("use a variable only in the address's path and query, not before them"));
    }
    const auto value = knownValue(text, at, variableAt(text, at).name, {0, QTimeZone::utc(), {}});
    if (!value) return value.error();
  }
  return {};
}

}  // namespace courier::schedulevariables
