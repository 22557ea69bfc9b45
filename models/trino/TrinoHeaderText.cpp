#include "models/trino/TrinoHeaderText.h"

#include <algorithm>

#include "models/base/Wording.h"

namespace courier {

std::optional<QByteArray> trinoHeaderText(const QString& text) {
  const bool isLatin1 = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() <= 0xFF; });
  if (!isLatin1 || text.startsWith(u' ') || text.endsWith(u' ') || hasControlCharacters(text)) return std::nullopt;
  return text.toLatin1();
}

}  // namespace courier
