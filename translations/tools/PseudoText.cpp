#include "translations/tools/PseudoText.h"

#include <QRegularExpression>

namespace courier {

namespace {

QChar accented(QChar c) {
  static const QString plain = QStringLiteral("AEIOUYCDNRSZaeiouycdnrsz");
  static const QString marked = QStringLiteral("ÀÉÎÕÜÝÇÐÑŔŠŽàéîõüýçðñŕšž");
  const qsizetype at = plain.indexOf(c);
  return at < 0 ? c : marked[at];
}

}  // namespace

QString pseudoText(const QString& source) {
  static const QRegularExpression kept(
      QStringLiteral(R"(%L?(?:\d{1,2}|n)|\$\{[^}]*\}|</?[A-Za-z][^<>]*>|&#?\w+;|&[^\s]|[\r\n]+)"));
  QString text;
  qsizetype letters = 0;
  qsizetype at = 0;
  const auto appendAccented = [&](qsizetype end) {
    for (; at < end; ++at, ++letters) text += accented(source[at]);
  };
  for (auto matches = kept.globalMatch(source); matches.hasNext();) {
    const QRegularExpressionMatch match = matches.next();
    appendAccented(match.capturedStart());
    text += match.captured();
    at = match.capturedEnd();
  }
  appendAccented(source.size());
  const QString padding = letters == 0 ? QString() : u' ' + QString(qMax(qsizetype{1}, letters * 35 / 100), u'·');
  return u'[' + text + padding + u']';
}

}  // namespace courier
