#pragma once

#include <QWidget>

#include "widgets/common/Icons.h"

namespace courier {

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
