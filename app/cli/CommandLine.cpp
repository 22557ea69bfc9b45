#include "app/cli/CommandLine.h"

#include <algorithm>

#include "models/secrets/SecretMask.h"

namespace courier {
namespace {

/// From behind "scheme://user:" up to the word's last '@': a password may hold marks that end it where an address is
/// read strictly.
void blankPassword(char* word, QByteArrayView text) {
  const qsizetype scheme = text.indexOf("://");
  if (scheme < 0) return;
  const qsizetype at = text.lastIndexOf('@');
  const qsizetype colon = text.indexOf(':', scheme + 3);
  if (colon >= 0 && colon < at) std::fill(word + colon + 1, word + at, '*');
}

void blankQuery(char* word, QByteArrayView text) {
  for (qsizetype at = text.indexOf('?'); at >= 0 && at < text.size();) {
    const qsizetype next = text.indexOf('&', at + 1);
    const qsizetype end = next < 0 ? text.size() : next;
    const qsizetype equals = text.indexOf('=', at);
    if (equals >= 0 && equals < end) {
      const QByteArray name = text.sliced(at + 1, equals - at - 1).toByteArray();
      if (isSecretName(QByteArray::fromPercentEncoding(name))) std::fill(word + equals + 1, word + end, '*');
    }
    at = end;
  }
}

}  // namespace

void blankSecrets(char* word, qsizetype size) {
  blankPassword(word, {word, size});
  blankQuery(word, {word, size});
}

int CommandLine::firstAlteredWord() const {
  for (qsizetype index = 0; index < m_given.size(); ++index) {
    if (QString::fromLocal8Bit(m_given[index]).toLocal8Bit() != m_given[index]) return static_cast<int>(index) + 1;
  }
  return 0;
}

}  // namespace courier
