#pragma once

#include <QLabel>
#include <QWidget>

#include "widgets/common/Icons.h"

namespace courier {

/// A label for secondary text: plain, in the dim colour, following the scheme.
class DimLabel final : public QLabel {
  Q_OBJECT
 public:
  explicit DimLabel(const QString& text = {}, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void recolor();
};

/// The name of a part of a panel or a dialog: small, dim, semibold.
[[nodiscard]] DimLabel* newHeading(const QString& text, QWidget* parent);
/// Plain words, on as many lines as they need.
[[nodiscard]] QLabel* newWords(const QString& text, QWidget* parent);
/// The same, to be selected and copied with the mouse.
[[nodiscard]] QLabel* newCopyableWords(const QString& text, QWidget* parent);

/// A text of any length as a label, a head or a tool tip can hold it: one that goes on is cut and ends in "…".
[[nodiscard]] QString beginningOf(const QString& text, qsizetype most = 200);

/// One line drawing at a fixed size, no control: screen readers pass it by.
class IconLabel final : public QWidget {
  Q_OBJECT
 public:
  IconLabel(const QString& name, IconTone tone, int size, QWidget* parent = nullptr);
  void setIcon(const QString& name, IconTone tone);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QIcon m_icon;
};

}  // namespace courier
