#pragma once

#include <QHeaderView>

namespace courier {

/// Column heads of a list: small, dim, semibold, aligned as the model says, in line with the cells below.
class RecordHeader final : public QHeaderView {
  Q_OBJECT
 public:
  explicit RecordHeader(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  [[nodiscard]] QSize sectionSizeFromContents(int section) const override;

 private:
  [[nodiscard]] QString title(int section) const;
};

}  // namespace courier
