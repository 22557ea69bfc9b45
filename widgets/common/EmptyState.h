#pragma once

#include <QWidget>

#include "widgets/common/Button.h"

class QLabel;
class QVBoxLayout;

namespace courier {

/// Fills a page that has nothing to show: says what to do first, with the button that does it.
class EmptyState final : public QWidget {
  Q_OBJECT
 public:
  /// `iconName`: a drawing of resources/icons.
  EmptyState(const QString& iconName, const QString& title, const QString& text, QWidget* parent = nullptr);
  Button* addAction(const QString& text, ButtonKind kind = ButtonKind::Plain);
  void setText(const QString& title, const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void fitText();
  QLabel* m_title;
  QLabel* m_text;
  QVBoxLayout* m_layout;
};

}  // namespace courier
