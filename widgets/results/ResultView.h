#pragma once

#include <QWidget>
#include <memory>

#include "models/data/ResultStore.h"
#include "widgets/common/Note.h"

class QLabel;
class QStackedWidget;

namespace courier {

class DimLabel;
class EmptyState;
class ResultGrid;
class TextView;
class ViewTabs;

/// The outcome of a run: its rows (Grid), the body made from them (Body), the messages (Messages), and above them a
/// note where one is needed. Knows nothing of runs and connections.
class ResultView final : public QWidget {
  Q_OBJECT
 public:
  enum class Page { Grid, Body, Messages };

  explicit ResultView(QWidget* parent = nullptr);

  /// Shows a result, also one that still grows.
  void showResult(std::shared_ptr<ResultStore> result);
  /// Shows words where the grid would be: before a run, or after one without a result.
  void showWords(const QString& title, const QString& text);
  /// A run is under way: dims the rows of the one before, or says so where there are none.
  void showRunning();
  /// Tells that the result is complete (or cut off): the body can be shown.
  void refreshBody();
  /// A line for the Messages page.
  void addMessage(const QString& text);
  void showPage(Page page);

  [[nodiscard]] Note* note() const { return m_note; }
  [[nodiscard]] ResultGrid* grid() const { return m_grid; }
  [[nodiscard]] QString bodyShown() const;
  [[nodiscard]] QString messages() const;

 private:
  ViewTabs* m_tabs;
  QStackedWidget* m_pages;
  QStackedWidget* m_gridPages;
  EmptyState* m_words;
  Note* m_note;
  ResultGrid* m_grid;
  TextView* m_body;
  DimLabel* m_bodyFoot;
  TextView* m_messages;
  std::shared_ptr<ResultStore> m_result;
  bool m_bodyIsStale = true;
};

}  // namespace courier
