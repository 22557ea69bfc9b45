#pragma once

#include <QLabel>

namespace courier {

/// Second-rank words: a label in the dim colour, plain text, in step with the scheme.
class DimLabel final : public QLabel {
  Q_OBJECT
 public:
  explicit DimLabel(const QString& text = {}, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void recolor();
};

}  // namespace courier
