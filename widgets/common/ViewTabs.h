#pragma once

#include <QTabBar>

namespace courier {

/// The names of a page's or a dialog's views, the chosen one strong and underlined. Each takes the room of its strong
/// name, so that choosing moves none.
class ViewTabs final : public QTabBar {
  Q_OBJECT
 public:
  /// `name`: its accessible name.
  explicit ViewTabs(const QString& name, QWidget* parent = nullptr);

 protected:
  [[nodiscard]] QSize tabSizeHint(int index) const override;
  [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace courier
