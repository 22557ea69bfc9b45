#include "widgets/common/EmptyState.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kTextWidth = 440;

}  // namespace

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(20, 20, 20, 20);
  outer->addStretch(2);
  m_layout = new QVBoxLayout;
  m_layout->setSpacing(8);
  outer->addLayout(m_layout);
  outer->addStretch(3);
  m_layout->addWidget(new IconLabel(iconName, IconTone::Dim, 36, this), 0, Qt::AlignHCenter);
  m_title = new QLabel(title, this);
  m_title->setFont(headingFont());
  m_title->setTextFormat(Qt::PlainText);
  m_layout->addWidget(m_title, 0, Qt::AlignHCenter);
  m_text = new DimLabel(text, this);
  m_text->setAlignment(Qt::AlignHCenter);
  m_text->setWordWrap(true);
  m_text->setFixedWidth(kTextWidth);
  m_layout->addWidget(m_text, 0, Qt::AlignHCenter);
  m_layout->addSpacing(4);
  setText(title, text);
}

Button* EmptyState::addAction(const QString& text, ButtonKind kind) {
  auto* button = new Button(text, kind, this);
  m_layout->addWidget(button, 0, Qt::AlignHCenter);
  return button;
}

void EmptyState::setText(const QString& title, const QString& text) {
  m_title->setText(title);
  m_text->setText(text);
  fitText();
}

void EmptyState::showEvent(QShowEvent* event) {
  fitText();
  QWidget::showEvent(event);
}

void EmptyState::fitText() {
  // A centred label gets the height of one line from its layout, however many it has; its font is known once the style
  // sheet has been applied.
  m_text->ensurePolished();
  m_text->setMinimumHeight(std::max(0, m_text->heightForWidth(kTextWidth)));
}

}  // namespace courier
