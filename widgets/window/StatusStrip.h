#pragma once

#include <QWidget>

class QLabel;

namespace courier {

class DimLabel;

/// The foot of the window, 28 px: what the page says at the left, the outbox at the right.
class StatusStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit StatusStrip(QWidget* parent = nullptr);
  void setText(const QString& text);
  [[nodiscard]] QString text() const;
  /// "Outbox: 2 waiting, 1 needs you"; nothing while both are 0.
  void setOutbox(qint64 waiting, qint64 needsYou);
  [[nodiscard]] QString outboxText() const;
  /// The schedule that runs next, right of the outbox; "" for none.
  void setNextRun(const QString& text);
  [[nodiscard]] QString nextRun() const;

 Q_SIGNALS:
  void outboxClicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// As much of the text as there is room for.
  void fitText();
  QString m_full;
  QLabel* m_text;
  class OutboxButton* m_outbox;
  DimLabel* m_next;
};

}  // namespace courier
