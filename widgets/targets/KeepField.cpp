#include "widgets/targets/KeepField.h"

#include <QComboBox>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/targets/OptionControls.h"

namespace courier {

KeepField::KeepField(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  m_choice = makeChoice("keep", grid);
  m_choice->addItem(tr("90 days"), static_cast<int>(Retention::Days90));
  m_choice->addItem(tr("7 days"), static_cast<int>(Retention::Days7));
  m_choice->addItem(tr("until delivered"), static_cast<int>(Retention::UntilDelivered));
  grid->addRow(tr("&Keep bodies"), m_choice);
  m_words = new DimLabel({}, grid);
  m_words->setObjectName(QStringLiteral("keepWords"));
  m_words->setWordWrap(true);
  grid->addWide(m_words);
  connect(m_choice, &QComboBox::currentIndexChanged, this, &KeepField::say);
  say();
}

void KeepField::set(const Target& target) {
  choose(*m_choice, static_cast<int>(target.to.options.retention));
}

void KeepField::read(Target& target) const {
  target.to.options.retention = static_cast<Retention>(m_choice->currentData().toInt());
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
