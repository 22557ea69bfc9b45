#include "models/outbox/AnswerText.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

AttemptReport reportOf(const QByteArray& body, const char* headers) {
  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.answerHeaders = QString::fromUtf8(headers);
  report.answerBody = body;
  return report;
}

struct Row {
  const char* headers;
  QByteArray body;
  const char* text;
};

TEST(ServersWords, AreDecodedByTheirCharacterSet) {
  const QByteArray wide("h\0i\0", 4);
  const QByteArray wideBig("\0h\0i", 4);
  const Row rows[] = {
      {"Content-Type: text/plain; charset=shift_jis", "\x93\xFA\x96\x7B", "日本"},
      {"Server: x\ncontent-type: text/html;CHARSET=\"EUC-JP\"", "\xC6\xFC\xCB\xDC", "日本"},
      {"Content-Type: text/html; charset=gbk", "\xC4\xE3\xBA\xC3", "你好"},
      {"Content-Type: text/html; charset=GB2312; x=y", "\xC4\xE3\xBA\xC3", "你好"},
      {"Content-Type: text/html; charset=big5", "\xA7\x41\xA6\x6E", "你好"},
      {"Content-Type: text/plain; charset = iso-8859-1", "caf\xE9", "café"},
      {"Content-Type: text/plain; charset=iso-8859-15", "\xA4", "€"},
      {"Content-Type: text/plain; charset=windows-1252", "\x80", "€"},
      {"Content-Type: text/plain; charset=koi8-r", "\xD0\xD2\xC9", "при"},
      {"Content-Type: text/plain; charset=utf-16le", wide, "hi"},
      {"Content-Type: text/plain; charset=utf-16be", wideBig, "hi"},
      {"Content-Type: text/plain; charset=utf-16", "\xFE\xFF" + wideBig, "hi"},
      {"Content-Type: text/plain; charset=utf-8", "\xFF\xFE" + wide, "hi"},  // a byte order mark knows better
      {"Content-Type: text/plain; charset=shift_jis", "\xEF\xBB\xBF日本", "日本"},
      {"Content-Type: text/plain; charset=utf-8", "日本", "日本"},
      {"Content-Type: text/plain; charset=us-ascii", "plain", "plain"},
      {"Content-Type: text/plain; notcharset=shift_jis", "日本", "日本"},
      {"Content-Type: application/json", "日本", "日本"},
      {"Content-Type: application/json", QByteArray("日本").chopped(1), "日"},
      {"Content-Type: text/plain", "caf\xE9", "café"},
      {"", "caf\xE9", "café"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.headers) + " " + row.text);
    const AttemptReport report = reportOf(row.body, row.headers);
    const AnswerText said = answerTextOf(report);
    EXPECT_TRUE(said.text.startsWith(QString::fromUtf8(row.text))) << said.text.toStdString();
    EXPECT_EQ(said.note, QString());
    // Kept in UTF-8, it says the same.
    AttemptReport kept = report;
    kept.answerBody = answerInUtf8(report.answerBody, report.answerHeaders);
    EXPECT_EQ(answerTextOf(kept).text, said.text);
    EXPECT_EQ(answerInUtf8(kept.answerBody, kept.answerHeaders), kept.answerBody);
  }
}

TEST(ServersWords, ACharacterSetThatIsNotKnownIsNamed) {
  const AnswerText said = answerTextOf(reportOf("caf\xE9", "Content-Type: text/plain; charset=x-klingon"));
  EXPECT_EQ(said.text, QStringLiteral("café"));
  EXPECT_TRUE(said.note.contains(QStringLiteral("x-klingon"))) << said.note.toStdString();
}

TEST(ServersWords, ABodyThatCouldNotBeUnpackedIsExplained) {
  EXPECT_TRUE(answerTextOf(reportOf({}, "Content-Encoding: br")).note.contains(QStringLiteral("br")));
  for (const char* headers : {"", "Content-Encoding: identity", "Content-Encoding: gzip\nContent-Length: 0"})
    EXPECT_EQ(answerTextOf(reportOf({}, headers)).note, QString()) << headers;
  EXPECT_EQ(answerTextOf(reportOf("x", "Content-Encoding: gzip")).note, QString());
}

TEST(ServersWords, AreNeverObeyed) {
  EXPECT_EQ(harmless(QStringLiteral("a\r\nb\u001b[31m\u202ec\u0000d\u009b\u007f\te")),
            QStringLiteral("a\nb␛[31m\\u202ec␀d\\u009b\\u007f\te"));
}

}  // namespace
}  // namespace courier
