#include "models/outbox/AnswerText.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringDecoder>
#include <algorithm>
#include <utility>

namespace courier {
namespace {

struct AnswerTextTr {
  Q_DECLARE_TR_FUNCTIONS(AnswerText)
};

const QByteArray utf8Mark = QByteArrayLiteral("\xEF\xBB\xBF");

/// The name of the character set as the header spells it; "" where it names none.
QString charsetName(const QString& headerLines) {
  static const QRegularExpression charset(QStringLiteral("(?:^|[;\\s])charset\\s*=\\s*[\"']?([^\\s;\"',]+)"),
                                          QRegularExpression::CaseInsensitiveOption);
  return charset.match(headerValue(headerLines, QLatin1String("Content-Type"))).captured(1);
}

QStringDecoder decoderFor(const QString& name) {
  return QStringDecoder(name.toLatin1().constData());
}

/// Also where a limit cut its last character off, as far as the others show that it is.
bool isUtf8(const QByteArray& bytes) {
  if (bytes.isValidUtf8()) return true;
  QStringDecoder decoder(QStringDecoder::Utf8);
  const QString text = decoder(bytes);
  return !decoder.hasError() && std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 127; });
}

QString decoded(const QByteArray& body, const QString& headerLines) {
  if (const auto marked = QStringConverter::encodingForData(body)) {
    QStringDecoder decoder(*marked);
    return decoder(body);
  }
  const QString name = charsetName(headerLines);
  if (!name.isEmpty()) {
    QStringDecoder decoder = decoderFor(name);
    if (decoder.isValid()) return decoder(body);
  }
  return isUtf8(body) ? QString::fromUtf8(body) : QString::fromLatin1(body);
}

}  // namespace

QString headerValue(const QString& headerLines, QLatin1String name) {
  for (const QString& line : headerLines.split(u'\n')) {
    const qsizetype colon = line.indexOf(u':');
    if (colon >= 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
      return line.mid(colon + 1).trimmed();
  }
  return {};
}

QString harmless(QString text) {
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  QString shown;
  shown.reserve(text.size());
  for (const QChar letter : std::as_const(text)) {
    const char16_t code = letter.unicode();
    if (code == u'\n' || code == u'\t') {
      shown += letter;
    } else if (code < 0x20) {
      shown += QChar(static_cast<char16_t>(0x2400 + code));
    } else if (code == 0x7f || letter.category() == QChar::Other_Control || letter.category() == QChar::Other_Format) {
      shown += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
    } else {
      shown += letter;
    }
  }
  return shown;
}

QByteArray answerInUtf8(const QByteArray& body, const QString& headerLines) {
  const QString text = decoded(body, headerLines);
  const QByteArray utf8 = text.toUtf8();
  return utf8 == body || body.startsWith(utf8Mark) || utf8.isEmpty() ? body : utf8Mark + utf8;
}

AnswerText answerTextOf(const AttemptReport& report) {
  AnswerText answer;
  if (report.answerBody.isEmpty()) {
    const QString coding = headerValue(report.answerHeaders, QLatin1String("Content-Encoding"));
    const bool wasEmpty = headerValue(report.answerHeaders, QLatin1String("Content-Length")) == u"0";
    if (!coding.isEmpty() && coding.compare(u"identity", Qt::CaseInsensitive) != 0 && !wasEmpty)
      answer.note = AnswerTextTr::tr(
                        "The answer's body is compressed (%1) in a way that Query Courier cannot read, so "
                        "it was not kept.")
                        .arg(coding);
    return answer;
  }
  answer.text = harmless(decoded(report.answerBody, report.answerHeaders));
  const QString name = charsetName(report.answerHeaders);
  if (!name.isEmpty() && !decoderFor(name).isValid())
    answer.note = AnswerTextTr::tr(
                      "The answer's character set, %1, is not known here; letters beyond ASCII may be "
                      "wrong.")
                      .arg(name);
  return answer;
}

}  // namespace courier
