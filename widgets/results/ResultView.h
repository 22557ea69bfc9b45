#pragma once

#include <QTimer>
#include <QVariantMap>
#include <QWidget>
#include <memory>

#include "models/data/ResultStore.h"
#include "widgets/common/Note.h"
#include "widgets/results/ResultTabs.h"

class QHBoxLayout;
class QLabel;
class QStackedWidget;

namespace courier {

class Button;
class DimLabel;
class EmptyState;
class FigureWatch;
class FilterBar;
class FindBar;
class ResultGrid;
class ResultTabs;
class TextView;
class ViewTabs;

/// The outcome of a run: its rows (Grid), the body made from them (Body), the messages (Messages), and above them a
/// note where one is needed. Knows nothing of runs and connections.
class ResultView final : public QWidget {
  Q_OBJECT
 public:
  enum class Page { Grid, Body, Messages };

  explicit ResultView(QWidget* parent = nullptr);

  /// The results that come next are another run's: those before stay in sight until the first is there.
  void beginRun();
  /// Shows a result, also one that still grows: one of several in a run.
  void showResult(const std::shared_ptr<ResultStore>& result);
  /// Which job made the results of the run (none: they cannot be sent), and whether they are cut off.
  void endRun(JobId job, bool incomplete);
  /// The result in sight; null where there is none.
  [[nodiscard]] const ResultEntry* current() const;
  [[nodiscard]] ResultTabs* resultTabs() const { return m_resultTabs; }
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
  /// What the selected cells come to, in one line.
  [[nodiscard]] FigureWatch* figures() const { return m_figures; }
  /// The rows that a filter leaves, as they are shown; null where there is none.
  [[nodiscard]] std::shared_ptr<const RowSource> onlyShown() const;
  /// What a person made of the columns before (columnLayout()): for results to come.
  void setColumnLayout(const QVariantMap& layout);
  [[nodiscard]] QString bodyShown() const;
  [[nodiscard]] QString messages() const;

 Q_SIGNALS:
  /// The result in sight is to be written into a file.
  void exportWanted();
  /// Another result is in sight.
  void resultChosen();
  /// A person moved, hid, drew or pinned columns; settled.
  void columnLayoutChanged(const QVariantMap& layout);

 private:
  void keepColumns();
  void showChosen();
  void renameResult(int index);
  void compareResults(int older, int newer);
  void addGridTools(QHBoxLayout& strip);
  void addGridPage();
  void showWork(qint64 done, qint64 total);
  void findInRows();
  void filterRows();
  ViewTabs* m_tabs;
  QStackedWidget* m_pages;
  QStackedWidget* m_gridPages;
  EmptyState* m_words;
  Note* m_note;
  ResultTabs* m_resultTabs;
  ResultGrid* m_grid;
  FilterBar* m_filterBar;
  FindBar* m_findBar;
  FigureWatch* m_figures;
  DimLabel* m_work;
  Button* m_stopWork;
  QWidget* m_gridTools;
  TextView* m_body;
  DimLabel* m_bodyFoot;
  TextView* m_messages;
  std::shared_ptr<ResultStore> m_result;
  QVariantMap m_columnLayout;
  QTimer m_columnsSettled;
  bool m_bodyIsStale = true;
};

}  // namespace courier
