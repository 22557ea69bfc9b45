#include "widgets/common/PageHeader.h"

#include <QHBoxLayout>
#include <QLabel>

#include "widgets/common/Fonts.h"

namespace courier {

PageHeader::PageHeader(const QString& title, QWidget* parent) : QWidget(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(20, 16, 20, 12);
  layout->setSpacing(8);
  auto* label = new QLabel(title, this);
  label->setFont(titleFont());
  label->setTextFormat(Qt::PlainText);
  layout->addWidget(label);
  m_beside = new QHBoxLayout;
  m_beside->setSpacing(8);
  layout->addSpacing(8);
  layout->addLayout(m_beside);
  layout->addStretch(1);
  m_actions = new QHBoxLayout;
  m_actions->setSpacing(8);
  layout->addLayout(m_actions);
}

void PageHeader::addBeside(QWidget* widget) {
  m_beside->addWidget(widget);
}

void PageHeader::addAction(QWidget* widget) {
  m_actions->addWidget(widget);
}

}  // namespace courier
