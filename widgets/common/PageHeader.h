#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace courier {

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

}  // namespace courier
