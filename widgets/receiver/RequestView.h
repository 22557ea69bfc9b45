#pragma once

#include <QWidget>

#include "models/receiver/Receiver.h"

class QLabel;
class QStackedWidget;
class QTabBar;

namespace courier {

class Note;
class ResultGrid;
class TextView;

/// One request as it arrived: its head with secrets masked, its body as text, and, where it is a result, as a grid.
class RequestView final : public QWidget {
  Q_OBJECT
 public:
  /// `folder`: where large results are spilled.
  explicit RequestView(QString folder, QWidget* parent = nullptr);
  void setRequest(const ReceivedRequest& request);

 private:
  void loadGrid(const ReceivedRequest& request);
  QString m_folder;
  int m_number = 0;
  QLabel* m_title;
  TextView* m_head;
  QTabBar* m_tabs;
  QStackedWidget* m_stack;
  Note* m_note;
  TextView* m_text;
  ResultGrid* m_grid;
};

/// The request line and its headers as text.
[[nodiscard]] QString requestHead(const ReceivedRequest& request);

}  // namespace courier
