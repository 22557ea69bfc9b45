#include "models/address/TargetReference.h"

#include <QCoreApplication>

namespace courier {
namespace {

struct TargetReferenceTr {
  Q_DECLARE_TR_FUNCTIONS(TargetReference)
};

constexpr qsizetype kMaxNameLength = 64;

bool isSchemeName(QStringView name) {
  return name.compare(u"web", Qt::CaseInsensitive) == 0 || name.compare(u"webs", Qt::CaseInsensitive) == 0;
}

bool isNameCharacter(char32_t point) {
  switch (point) {
    case U'_':
    case U'-':
    case U'.':
      return true;
    default:
      // Marks belong to the letters of many scripts.
      return QChar::isLetter(point) || QChar::isMark(point) || QChar::isDigit(point);
  }
}

}  // namespace

Expected<void> checkTargetName(const QString& name) {
  if (name.isEmpty()) return Error::invalidInput(TargetReferenceTr::tr("The target's name is empty: give it one."));
  if (isSchemeName(name))
    return Error::invalidInput(TargetReferenceTr::tr(
        "A target cannot be named 'web' or 'webs', because addresses begin with them: choose another name."));
  const QList<uint> points = name.toUcs4();
  if (points.size() > kMaxNameLength)
    return Error::invalidInput(TargetReferenceTr::tr("The target's name is longer than %n characters: shorten it.",
                                                     nullptr, static_cast<int>(kMaxNameLength)));
  for (const uint point : points) {
    if (!isNameCharacter(point))
      return Error::invalidInput(TargetReferenceTr::tr(
          "The target's name may contain only letters, digits, '_', '-' and '.': leave the rest out."));
  }
  return {};
}

Expected<TargetReference> TargetReference::parse(const QString& text) {
  TargetReference reference;
  const qsizetype colon = text.indexOf(u':');
  const QStringView head = QStringView(text).left(colon < 0 ? text.size() : colon);
  const bool isAddress = colon >= 0 && (isSchemeName(head) || QStringView(text).mid(colon).startsWith(u"://"));
  if (isAddress) {
    auto parsed = TargetUrl::parse(text);
    if (!parsed) return parsed.error();
    reference.address = std::move(parsed).value();
    return reference;
  }
  reference.name = head.toString();
  if (const auto checked = checkTargetName(reference.name); !checked) return checked.error();
  if (colon >= 0) reference.tail = text.mid(colon + 1);
  // Any address will do to learn whether the tail can be joined to one.
  if (const auto joined = TargetUrl().joined(reference.tail); !joined) return joined.error();
  return reference;
}

}  // namespace courier
