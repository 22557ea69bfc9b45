#pragma once

#include <QWidget>
#include <chrono>

class QHBoxLayout;
class QStackedWidget;
class QVBoxLayout;

namespace courier {

class EmptyState;
class Note;

/// The head of a page: its name, filters beside the name, actions at the right. 20 px at the sides.
class PageHeader final : public QWidget {
  Q_OBJECT
 public:
  explicit PageHeader(const QString& title, QWidget* parent = nullptr);
  /// Behind the title, in the order they come.
  void addBeside(QWidget* widget);
  /// At the right end, in the order they come.
  void addAction(QWidget* widget);

 private:
  QHBoxLayout* m_beside;
  QHBoxLayout* m_actions;
};

/// The frame of a page: a head across its top; below it, with room at the sides, notes and other parts, then what the
/// page is about or, while there is none of that, what to do first. A page builds it in that order. Main thread.
class Page : public QWidget {
  Q_OBJECT
 public:
  /// How soon after one reading of its list a page begins the next, however often that changes.
  static constexpr std::chrono::milliseconds reloadGap{250};

  explicit Page(QWidget* parent = nullptr, Qt::WindowFlags flags = {});

 protected:
  /// The head: a header with the page's name, or another widget.
  PageHeader* addHeader(const QString& title);
  void addHead(QWidget* head);
  /// Below what was added before.
  void addPart(QWidget* part);
  Note* addNote(const char* objectName);
  /// What the page is about, shown at first, and what it says instead of it.
  void addContent(QWidget* content, EmptyState* empty);
  void showEmpty(bool isEmpty);

 private:
  QVBoxLayout* m_head;
  QVBoxLayout* m_parts;
  QStackedWidget* m_content = nullptr;
};

}  // namespace courier
