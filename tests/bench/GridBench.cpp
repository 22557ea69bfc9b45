// Works a grid as a person would while a watchdog ticks on its thread, and prints for each step how long the longest
// stall was and when the answer stood on the screen.
//   grid_bench FILE SQL        an SQLite file and the query whose rows are shown
#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/query/QueryRunner.h"
#include "models/query/SqliteEngine.h"
#include "widgets/results/FigureWatch.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"
#include "widgets/results/RowArranger.h"

namespace {

using namespace courier;

/// Ticks on the main thread; what passes between two ticks beyond the interval is a stall.
class Ticker {
 public:
  Ticker() {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    m_since.start();
    m_timer.start();
  }
  [[nodiscard]] double takeLongestMs() {
    look();
    return std::exchange(m_longest, 0.0);
  }

 private:
  static constexpr int kTickMs = 1;
  void look() {
    m_longest = std::max(m_longest, static_cast<double>(m_since.nsecsElapsed()) / 1e6 - kTickMs);
    m_since.start();
  }
  QTimer m_timer;
  QElapsedTimer m_since;
  double m_longest = 0.0;
};

class Bench {
 public:
  Bench() {
    m_view.resize(1100, 700);
    m_view.show();
  }

  /// Does `begin`, then lets events be worked until `isDone`.
  void step(const char* what, const std::function<void()>& begin, const std::function<bool()>& isDone) {
    (void)m_ticker.takeLongestMs();
    QElapsedTimer clock;
    clock.start();
    begin();
    while (!isDone()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    m_view.grid()->viewport()->repaint();
    const double longest = m_ticker.takeLongestMs();
    m_worst = std::max(m_worst, longest);
    QTextStream(stdout)
        << QString::fromLatin1(what).leftJustified(44)
        << QStringLiteral("longest stall %1 ms, answered after %2 ms\n").arg(longest, 0, 'f', 1).arg(clock.elapsed());
  }

  int run(const QString& file, const QString& sql, const QString& folder) {
    QueryRunner runner({{Engine::Sqlite, std::make_shared<SqliteEngine>(QString())}});
    QueryRequest request;
    request.connection.engine = Engine::Sqlite;
    request.connection.file = QFileInfo(file).absoluteFilePath();
    request.connection.readOnly = true;
    request.sql = sql;
    const auto store = sharedResult(folder, ResultStore::kShownLimit);
    ResultGrid& grid = *m_view.grid();
    bool ended = false;
    QElapsedTimer clock;
    clock.start();
    qint64 firstMs = -1;
    step(
        "the query runs, its rows appear",
        [&] {
          QObject::connect(store.get(), &ResultStore::begun, &m_view, [&] { m_view.showResult(store); });
          QObject::connect(grid.model(), &QAbstractItemModel::rowsInserted, &m_view, [&] {
            if (firstMs >= 0) return;
            grid.viewport()->repaint();
            firstMs = clock.elapsed();
          });
          m_view.beginRun();
          whenDone(runner.run(request, {}, store), &m_view, [&](const Expected<QuerySummary>&) {
            m_view.endRun(JobId{1}, false);
            ended = true;
          });
        },
        [&] { return ended; });
    QTextStream(stdout) << "first rows on the screen after " << firstMs << " ms, " << store->rowCount() << " rows\n";
    const auto settled = [&] {
      return !grid.arranger()->isWorking() && grid.arranger()->wanted() == grid.resultModel()->arrangement();
    };
    std::mt19937 random(1);
    const auto jump = [&] {
      QVector<double> frames;
      for (int frame = 0; frame < 500; ++frame) {
        QElapsedTimer each;
        each.start();
        grid.verticalScrollBar()->setValue(
            static_cast<int>(random() % static_cast<unsigned>(grid.verticalScrollBar()->maximum() + 1)));
        grid.viewport()->repaint();
        frames.append(static_cast<double>(each.nsecsElapsed()) / 1e6);
        QApplication::processEvents();
      }
      std::sort(frames.begin(), frames.end());
      QTextStream(stdout) << QStringLiteral("a frame at a random place: p50 %1 ms, p99 %2 ms, longest %3 ms\n")
                                 .arg(frames[250], 0, 'f', 1)
                                 .arg(frames[494], 0, 'f', 1)
                                 .arg(frames.last(), 0, 'f', 1);
    };
    step("jumps to 500 random places", jump, [] { return true; });
    step(
        "sorts by a number", [&] { grid.sortBy(2, false, false); }, settled);
    step("jumps among the sorted rows", jump, [] { return true; });
    step(
        "sorts by a text", [&] { grid.sortBy(1, false, false); }, settled);
    step(
        "as the database gave them", [&] { grid.clearSort(); }, settled);
    step(
        "filters by a text in any column", [&] { grid.setAnyColumn(QStringLiteral("00ab")); }, settled);
    step(
        "shows all again", [&] { grid.clearFilters(); }, settled);
    step(
        "only one value, then by two columns",
        [&] {
          grid.setCurrentIndex(grid.model()->index(0, 3));
          grid.filterByCurrent(false);
        },
        settled);
    step(
        "sorts what is left", [&] { grid.sortBy(0, true, false); }, settled);
    step(
        "shows all again, unsorted",
        [&] {
          grid.clearFilters();
          grid.clearSort();
        },
        settled);
    step(
        "adds up all cells of a column", [&] { grid.selectColumn(0); },
        [&] { return m_view.figures()->text().contains(QStringLiteral("average")); });
    step(
        "selects everything", [&] { grid.selectAll(); }, [] { return true; });
    QTextStream(stdout) << QStringLiteral("longest stall of all: %1 ms\n").arg(m_worst, 0, 'f', 1);
    return 0;
  }

 private:
  ResultView m_view;
  Ticker m_ticker;
  double m_worst = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  const QApplication app(argc, argv);
  const QStringList words = QApplication::arguments();
  if (words.size() < 3) {
    QTextStream(stderr) << "grid_bench FILE SQL\n";
    return 2;
  }
  const QTemporaryDir folder;
  return Bench().run(words[1], words[2], folder.path());
}
