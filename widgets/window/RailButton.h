#pragma once

#include <QAbstractButton>

namespace courier {

/// A page's button on the rail: drawing, name, and a count where something waits for the person.
class RailButton final : public QAbstractButton {
  Q_OBJECT
 public:
  RailButton(const QString& iconName, const QString& title, QWidget* parent = nullptr);
  /// 0 shows none. Screen readers hear it with the name.
  void setBadge(qint64 count);
  [[nodiscard]] qint64 badge() const { return m_badge; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void paintBadge(QPainter& painter, QPoint corner) const;
  QIcon m_plain;
  QIcon m_strong;
  qint64 m_badge = 0;
};

}  // namespace courier
