#pragma once

#include <QHeaderView>

namespace courier {

/// Column heads of a result: the name, and small and dim behind it the type. Heads of numbers stand at the right, as
/// their values do.
class ResultHeader final : public QHeaderView {
  Q_OBJECT
 public:
  explicit ResultHeader(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  [[nodiscard]] QSize sectionSizeFromContents(int section) const override;
};

/// The row numbers beside a result: dim, right-aligned.
class RowNumbers final : public QHeaderView {
  Q_OBJECT
 public:
  explicit RowNumbers(QWidget* parent = nullptr);
  /// Makes room for the number `rows`.
  void fitTo(qint64 rows);

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

}  // namespace courier
