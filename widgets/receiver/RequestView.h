#pragma once

#include <QWidget>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/receiver/Receiver.h"
#include "widgets/common/Note.h"

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace courier {

class ResultGrid;
class ResultStore;
class TextView;
class ViewTabs;

/// One request as it arrived: its head with secrets masked, its body as text and, where its form is one that holds
/// rows, as a grid; else the grid's page says what is wrong with it. Rows are read on another thread. Main thread.
class RequestView final : public QWidget {
  Q_OBJECT
 public:
  /// `folder`: where large results are spilled.
  explicit RequestView(QString folder, QWidget* parent = nullptr);
  ~RequestView() override;
  void setRequest(const ReceivedRequest& request);
  void clear();

 private:
  QVBoxLayout* addPage();
  void loadGrid(const ReceivedRequest& request);
  void showGrid(std::shared_ptr<ResultStore> rows);
  void showNoGrid(Tone tone, const QString& why);
  QString m_folder;
  int m_number = 0;
  CancelToken m_reading;
  QLabel* m_title;
  TextView* m_head;
  ViewTabs* m_tabs;
  QStackedWidget* m_stack;
  Note* m_note;
  Note* m_gridNote;
  TextView* m_text;
  ResultGrid* m_grid;
};

/// The request line and its headers as text.
[[nodiscard]] QString requestHead(const ReceivedRequest& request);

}  // namespace courier
