#pragma once

#include <QTabBar>

class QLineEdit;

namespace courier {

/// The row of query tabs; a double click opens a tab's name for writing.
class SheetBar final : public QTabBar {
  Q_OBJECT
 public:
  explicit SheetBar(QWidget* parent = nullptr);
  void beginRename(int index, const QString& name);

 Q_SIGNALS:
  void renameWanted(int index);
  void renamed(int index, const QString& name);

 protected:
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  [[nodiscard]] QSize minimumTabSizeHint(int index) const override;

 private:
  QLineEdit* m_edit;
  int m_renaming = -1;
};

}  // namespace courier
