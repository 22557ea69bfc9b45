#include "widgets/targets/BodyFields.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSpinBox>

#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"

namespace courier {
namespace {

constexpr int kUsualPercent = 50;
constexpr int kLabelGap = 12;  ///< a grid without labels leaves it out

}  // namespace

BodyFields::BodyFields(QWidget* parent) : OptionGroup(parent) {
  m_method = addChoice(OptionId::Method, tr("&Method"), "method");
  m_rowCap = addNumber(OptionId::RowCap, tr("&Rows at most"), "rowCap");
  m_rowCap->setSpecialValueText(tr("no limit"));
  m_rowCap->setToolTip(tr("Query Courier leaves out the rows beyond this, and says so. 0: no limit."));
  addChoice(OptionId::BodyFormat, tr("&Body"), "format");
  addYesNo(OptionId::Gzip, tr("Compress it (&gzip)"), "gzip");
  addYesNo(OptionId::WideIntegers, tr("&Integers beyond 2^53 as strings"), "wideAsStrings");
}

void BodyFields::setMethod(HttpMethod method) {
  choose(*m_method, static_cast<int>(method));
}

QWidget* BodyFields::fieldOf(TargetPart part) const {
  if (part == TargetPart::Method) return m_method;
  return part == TargetPart::Rows ? m_rowCap : nullptr;
}

GuardFields::GuardFields(QWidget* parent) : OptionGroup(parent) {
  layout()->setContentsMargins(kLabelGap, 0, 0, 0);
  auto* words = new DimLabel(tr("A held result waits in Jobs until you let it go or drop it."), &grid());
  words->setWordWrap(true);
  grid().addWide(words);
  addYesNo(OptionId::HoldEmpty, tr("Hold a result without rows"), "holdEmpty");
  addYesNo(OptionId::HoldColumns, tr("Hold a result whose columns or types changed"), "holdColumns");
  addYesNo(OptionId::HoldTruncated, tr("Hold a result that would be cut"), "holdTruncated");
  auto* line = new QWidget(&grid());
  auto* parts = new QHBoxLayout(line);
  parts->setContentsMargins(0, 0, 0, 0);
  parts->setSpacing(8);
  m_rows = new QCheckBox(tr("Hold when its row count differs by more than"), line);
  m_rows->setObjectName(QStringLiteral("holdRows"));
  m_percent = makeNumber(OptionId::HoldRowChange, "holdPercent", line);
  // 0, which holds nothing, is the box without its tick.
  m_percent->setMinimum(1);
  m_percent->setAccessibleName(tr("Percent by which the row count may differ from the last delivered result"));
  m_percent->setValue(kUsualPercent);
  m_percent->setEnabled(false);
  parts->addWidget(m_rows);
  parts->addWidget(m_percent);
  parts->addStretch(1);
  grid().addWide(line);
  addYesNo(OptionId::SkipUnchanged, tr("Do not send the same result again"), "skipUnchanged");
  connect(m_rows, &QCheckBox::toggled, m_percent, &QSpinBox::setEnabled);
}

void GuardFields::set(const Target& target) {
  OptionGroup::set(target);
  const int percent = target.to.options.guards.holdRowChangePercent;
  m_rows->setChecked(percent > 0);
  if (percent > 0) m_percent->setValue(percent);
}

void GuardFields::read(Target& target) const {
  OptionGroup::read(target);
  target.to.options.guards.holdRowChangePercent = m_rows->isChecked() ? m_percent->value() : 0;
}

KeepField::KeepField(QWidget* parent) : OptionGroup(parent) {
  m_choice = addChoice(OptionId::Keep, tr("&Keep bodies"), "keep");
  m_words = new DimLabel({}, &grid());
  m_words->setObjectName(QStringLiteral("keepWords"));
  m_words->setWordWrap(true);
  grid().addWide(m_words);
  connect(m_choice, &QComboBox::currentIndexChanged, this, &KeepField::say);
  say();
}

void KeepField::say() {
  switch (static_cast<Retention>(m_choice->currentData().toInt())) {
    case Retention::Days90:
      return m_words->setText(tr("A copy of each result is kept on this computer, unencrypted, for 90 days."));
    case Retention::Days7:
      return m_words->setText(tr("A copy of each result is kept on this computer, unencrypted, for 7 days."));
    case Retention::UntilDelivered:
      return m_words->setText(
          tr("A copy of each result is kept on this computer, unencrypted, until it is delivered."));
  }
}
}  // namespace courier
