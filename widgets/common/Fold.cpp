#include "widgets/common/Fold.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"

namespace courier {
Fold::Fold(const QString& title, const QString& name, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_title = new QToolButton(this);
  m_title->setObjectName(name);
  m_title->setText(title);
  m_title->setCheckable(true);
  m_title->setArrowType(Qt::RightArrow);
  m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_title->setFocusPolicy(Qt::TabFocus);
  auto* indented = new QHBoxLayout;
  indented->addSpacing(FormGrid::controlColumn);
  indented->addWidget(m_title);
  indented->addStretch(1);
  layout->addLayout(indented);
  m_body = new QWidget(this);
  m_content = new QVBoxLayout(m_body);
  m_content->setContentsMargins(0, 0, 0, 8);
  m_content->setSpacing(10);
  m_body->hide();
  layout->addWidget(m_body);
  connect(m_title, &QToolButton::toggled, this, [this](bool open) {
    m_title->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_body->setVisible(open);
  });
}

void Fold::setOpen(bool open) {
  m_title->setChecked(open);
}

bool Fold::isOpen() const {
  return m_title->isChecked();
}

}  // namespace courier
