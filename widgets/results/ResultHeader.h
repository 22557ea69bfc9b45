#pragma once

#include <QHeaderView>

namespace courier {

/// Whether the body's name of a type says that its values are numbers.
[[nodiscard]] bool isNumberType(const QString& type);

/// The heads of a result's columns: the name, and small and dim behind it the type; those of numbers stand at the
/// right, as their values do. Behind them, where the rows are sorted by the column, the way of it, and a mark where a
/// filter is in force. Main thread.
class ResultHeader final : public QHeaderView {
  Q_OBJECT
 public:
  explicit ResultHeader(QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  [[nodiscard]] QSize sectionSizeFromContents(int section) const override;
  bool viewportEvent(QEvent* event) override;

 private:
  /// A column without a name of its own is named by its expression, which may hold a megabyte.
  [[nodiscard]] QString columnName(int section) const;
  [[nodiscard]] QString typeName(int section) const;
  [[nodiscard]] int sortOf(int section) const;
  [[nodiscard]] bool isFiltered(int section) const;
  /// Room for the marks of sorting and filters.
  [[nodiscard]] int marksWidth(int section) const;
  void paintMarks(QPainter& painter, const QRect& area, int section) const;
};

}  // namespace courier
