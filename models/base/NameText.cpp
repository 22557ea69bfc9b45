#include "models/base/NameText.h"

#include <algorithm>

namespace courier {

bool hasControlCharacters(QStringView text) {
  return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

QString listedNames(const QStringList& names, int limit) {
  QString text = names.mid(0, limit).join(QStringLiteral(", "));
  if (names.size() > limit) text += QStringLiteral(" …");
  return text;
}

}  // namespace courier
