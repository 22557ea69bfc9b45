#include "widgets/common/FormGrid.h"

#include <QGridLayout>

#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr int kControlHeight = 30;

QString withoutMnemonic(QString text) {
  const QString doubled = QStringLiteral("&&");
  const QString kept(QChar(0));
  text.replace(doubled, kept).remove(QLatin1Char('&'));
  return text.replace(kept, QStringLiteral("&"));
}

}  // namespace

FormGrid::FormGrid(QWidget* parent) : QWidget(parent) {
  m_grid = new QGridLayout(this);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(nameGap);
  m_grid->setVerticalSpacing(10);
  m_grid->setColumnMinimumWidth(0, nameWidth);
  m_grid->setColumnStretch(1, 1);
}

QLabel* FormGrid::addRow(const QString& label, QWidget* control) {
  auto* words = new DimLabel(label, this);
  words->setBuddy(control);
  if (control->accessibleName().isEmpty()) control->setAccessibleName(withoutMnemonic(label));
  const int row = m_grid->rowCount();
  const bool tall = control->sizeHint().height() > 48;
  // A control may grow by what is wrong with it: its label stays beside its first line.
  if (!tall) words->setMinimumHeight(kControlHeight);
  m_grid->addWidget(words, row, 0, Qt::AlignTop);
  m_grid->addWidget(control, row, 1);
  return words;
}

void FormGrid::addWide(QWidget* control) {
  m_grid->addWidget(control, m_grid->rowCount(), 1);
}

void FormGrid::setRowShown(QWidget* control, bool shown) {
  const auto labels = findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly);
  for (QLabel* label : labels) {
    if (label->buddy() == control) label->setVisible(shown);
  }
  control->setVisible(shown);
}

}  // namespace courier
