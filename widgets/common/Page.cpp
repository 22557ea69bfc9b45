#include "widgets/common/Page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"

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

Page::Page(QWidget* parent, Qt::WindowFlags flags) : QWidget(parent, flags) {
  setObjectName(QStringLiteral("page"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->setSpacing(0);
  m_head = new QVBoxLayout;
  layout->addLayout(m_head);
  m_parts = new QVBoxLayout;
  m_parts->setContentsMargins(20, 0, 20, 0);
  m_parts->setSpacing(12);
  layout->addLayout(m_parts, 1);
}

PageHeader* Page::addHeader(const QString& title) {
  auto* header = new PageHeader(title, this);
  addHead(header);
  return header;
}

void Page::addHead(QWidget* head) {
  m_head->addWidget(head);
}

void Page::addPart(QWidget* part) {
  m_parts->addWidget(part);
}

Note* Page::addNote(const char* objectName) {
  auto* note = new Note(this);
  note->setObjectName(QString::fromLatin1(objectName));
  addPart(note);
  return note;
}

void Page::addContent(QWidget* content, EmptyState* empty) {
  m_content = new QStackedWidget(this);
  m_content->addWidget(content);
  m_content->addWidget(empty);
  m_parts->addWidget(m_content, 1);
}

void Page::showEmpty(bool isEmpty) {
  m_content->setCurrentIndex(isEmpty ? 1 : 0);
}

}  // namespace courier
