#include "widgets/targets/GuardFields.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/targets/OptionControls.h"

namespace courier {
namespace {

constexpr int kMostPercent = 1000;
constexpr int kUsualPercent = 50;
constexpr int kLabelGap = 12;  ///< a grid without labels leaves it out

}  // namespace

GuardFields::GuardFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kLabelGap, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  auto* words = new DimLabel(tr("What is held waits in Jobs until you let it go or drop it."), grid);
  words->setWordWrap(true);
  grid->addWide(words);
  m_empty = addBox(*grid, tr("Hold a result without rows"), "holdEmpty");
  m_columns = addBox(*grid, tr("Hold a result whose columns or types changed"), "holdColumns");
  m_truncated = addBox(*grid, tr("Hold a result that would be cut"), "holdTruncated");
  auto* line = new QWidget(grid);
  auto* parts = new QHBoxLayout(line);
  parts->setContentsMargins(0, 0, 0, 0);
  parts->setSpacing(8);
  m_rows = new QCheckBox(tr("Hold when its rows differ by more than"), line);
  m_rows->setObjectName(QStringLiteral("holdRows"));
  m_percent = makeNumber("holdPercent", 1, kMostPercent, tr(" %", "behind a number"), line);
  m_percent->setAccessibleName(tr("Percent by which the rows may differ from the last delivered result"));
  m_percent->setValue(kUsualPercent);
  m_percent->setEnabled(false);
  parts->addWidget(m_rows);
  parts->addWidget(m_percent);
  parts->addStretch(1);
  grid->addWide(line);
  m_unchanged = addBox(*grid, tr("Do not send the same result again"), "skipUnchanged");
  connect(m_rows, &QCheckBox::toggled, m_percent, &QSpinBox::setEnabled);
}

void GuardFields::set(const Target& target) {
  const GuardOptions& guards = target.to.options.guards;
  m_empty->setChecked(guards.holdEmpty);
  m_columns->setChecked(guards.holdColumnsChanged);
  m_truncated->setChecked(guards.holdTruncated);
  m_rows->setChecked(guards.holdRowChangePercent > 0);
  if (guards.holdRowChangePercent > 0) m_percent->setValue(guards.holdRowChangePercent);
  m_unchanged->setChecked(guards.skipUnchanged);
}

void GuardFields::read(Target& target) const {
  GuardOptions& guards = target.to.options.guards;
  guards.holdEmpty = m_empty->isChecked();
  guards.holdColumnsChanged = m_columns->isChecked();
  guards.holdTruncated = m_truncated->isChecked();
  guards.holdRowChangePercent = m_rows->isChecked() ? m_percent->value() : 0;
  guards.skipUnchanged = m_unchanged->isChecked();
}

}  // namespace courier
