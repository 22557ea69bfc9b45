#pragma once

#include <QFrame>

class QVBoxLayout;

namespace courier {

/// A panel with a 1-px line and round corners that cut what lies in it, tables included.
class Card final : public QFrame {
  Q_OBJECT
 public:
  explicit Card(QWidget* parent = nullptr);
  /// Where its content goes; no margins, no spacing.
  [[nodiscard]] QVBoxLayout* content() const { return m_content; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void childEvent(QChildEvent* event) override;

 private:
  QVBoxLayout* m_content;
  QWidget* m_corners = nullptr;
};

}  // namespace courier
