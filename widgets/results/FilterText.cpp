#include "widgets/results/FilterText.h"

#include <QCoreApplication>

#include "models/data/CellText.h"
#include "widgets/common/Labels.h"

namespace courier {
namespace {

struct FilterTextTr {
  Q_DECLARE_TR_FUNCTIONS(FilterText)
};

constexpr qsizetype kMostShownOfName = 30;
constexpr qsizetype kMostShownOfValue = 40;

QString quoted(const QString& text) {
  return QStringLiteral("“%1”").arg(beginningOf(text, kMostShownOfValue));
}

QString rangeText(const ValueFilter& filter, const QString& name) {
  const QString from = beginningOf(filter.from, kMostShownOfValue);
  const QString to = beginningOf(filter.to, kMostShownOfValue);
  if (filter.to.isEmpty())
    return (filter.excludes ? FilterTextTr::tr("%1 below %2") : FilterTextTr::tr("%1 from %2")).arg(name, from);
  if (filter.from.isEmpty())
    return (filter.excludes ? FilterTextTr::tr("%1 above %2") : FilterTextTr::tr("%1 up to %2")).arg(name, to);
  return (filter.excludes ? FilterTextTr::tr("%1 not from %2 to %3") : FilterTextTr::tr("%1 from %2 to %3"))
      .arg(name, from, to);
}

QString oneOfText(const ValueFilter& filter, const QString& name) {
  if (filter.values.size() == 1) {
    const QString value = shortValue(filter.values.first());
    return (filter.excludes ? FilterTextTr::tr("%1 is not %2") : FilterTextTr::tr("%1 is %2")).arg(name, value);
  }
  const int count = static_cast<int>(filter.values.size());
  return (filter.excludes ? FilterTextTr::tr("%1 is none of %Ln value(s)", nullptr, count)
                          : FilterTextTr::tr("%1 is one of %Ln value(s)", nullptr, count))
      .arg(name);
}

}  // namespace

QString shortValue(const KeptValue& value) {
  const QString text = cellDisplayText(cellOf(value));
  if (value.kind == CellKind::Text) return quoted(text);
  return beginningOf(text, kMostShownOfValue);
}

QString filterText(const ValueFilter& filter, const QString& columnName) {
  const QString name = beginningOf(columnName, kMostShownOfName);
  switch (filter.kind) {
    case ValueFilter::Kind::Contains:
      return (filter.excludes ? FilterTextTr::tr("%1 does not contain %2") : FilterTextTr::tr("%1 contains %2"))
          .arg(name, quoted(filter.text));
    case ValueFilter::Kind::Equals:
      return (filter.excludes ? FilterTextTr::tr("%1 is not %2") : FilterTextTr::tr("%1 is %2"))
          .arg(name, beginningOf(filter.text, kMostShownOfValue));
    case ValueFilter::Kind::Range:
      return rangeText(filter, name);
    case ValueFilter::Kind::Null:
      return (filter.excludes ? FilterTextTr::tr("%1 is not NULL") : FilterTextTr::tr("%1 is NULL")).arg(name);
    case ValueFilter::Kind::OneOf:
      return oneOfText(filter, name);
  }
  return {};
}

}  // namespace courier
