// Reads a query's rows into the grid's store, as the window does, works with them and prints what it took as one JSON
// object. A new measurement is a function and its line in `measurements`.
//   result_bench store FILE SQL [LIMIT]           the rows into the store; LIMIT: megabytes kept in memory
//   result_bench slow FILE SQL [LIMIT]            the same rows as a slow server's, ten in a batch: snapshot and walk
//   result_bench jump FILE SQL LIMIT [FRAMES]     then screens of rows at random places, in the database's order and in
//                                                 a random one
//   result_bench look FILE SQL [LIMIT]            then sorts, filters, counts and adds up
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThreadPool>
#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#include "models/base/WhenDone.h"
#include "models/data/ResultStore.h"
#include "models/explore/ColumnProfile.h"
#include "models/explore/ResultTableModel.h"
#include "models/explore/SelectionFigures.h"
#include "models/query/QueryRunner.h"
#include "models/query/SqliteEngine.h"

namespace {

using namespace courier;

/// A line of /proc/self/status in kB; -1 where the system does not tell.
qint64 memoryKb(const char* name) {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith(name)) return line.simplified().split(' ').value(1).toLongLong();
  }
  return -1;
}

struct Loaded {
  std::shared_ptr<ResultStore> store;
  QJsonObject figures;
};

/// Runs the query on a thread of its own; `words`: FILE SQL [LIMIT].
Expected<Loaded> load(const QStringList& words, const QString& folder) {
  QElapsedTimer timer;
  timer.start();
  QueryRunner runner({{Engine::Sqlite, std::make_shared<SqliteEngine>(QString())}});
  QueryRequest request;
  request.connection.engine = Engine::Sqlite;
  request.connection.file = QFileInfo(words.value(0)).absoluteFilePath();
  request.connection.readOnly = true;
  request.sql = words.value(1);
  const size_t limit = words.size() > 2 ? words[2].toULongLong() << 20U : ResultStore::kShownLimit;
  Loaded loaded;
  loaded.store = sharedResult(folder, limit);
  std::optional<qint64> firstMs;
  int announced = 0;
  QObject::connect(loaded.store.get(), &ResultStore::appended, loaded.store.get(), [&](qint64) {
    ++announced;
    if (!firstMs) firstMs = timer.elapsed();
  });
  std::optional<Expected<QuerySummary>> outcome;
  whenDone(runner.run(request, {}, loaded.store), QCoreApplication::instance(),
           [&outcome](const Expected<QuerySummary>& ended) {
             outcome = ended;
             QCoreApplication::exit();
           });
  QCoreApplication::exec();
  loaded.store->disconnect();
  if (!*outcome) return outcome->error();
  loaded.figures = {{QStringLiteral("load_ms"), timer.elapsed()},
                    {QStringLiteral("first_ms"), firstMs.value_or(-1)},
                    {QStringLiteral("announced"), announced},
                    {QStringLiteral("rows"), loaded.store->rowCount()}};
  return loaded;
}

/// A screen of rows, as the view reads it: 40 rows of every column, by the model.
struct Frames {
  explicit Frames(const std::shared_ptr<ResultStore>& store) { model.setStore(store); }

  void read(const std::vector<int>& rows) {
    QElapsedTimer timer;
    timer.start();
    for (const int row : rows) {
      for (int column = 0; column < model.columnCount(); ++column) {
        const QModelIndex index = model.index(row, column);
        characters += model.data(index, Qt::DisplayRole).toString().size();
        characters += model.data(index, ResultTableModel::KindRole).toInt();
      }
    }
    took.push_back(timer.nsecsElapsed());
  }
  [[nodiscard]] double percentileMs(double part) {
    std::sort(took.begin(), took.end());
    return static_cast<double>(took[static_cast<size_t>(part * static_cast<double>(took.size() - 1))]) / 1e6;
  }

  ResultTableModel model;
  std::vector<qint64> took;
  qint64 characters = 0;  ///< so that nothing is left out
};

Expected<QJsonObject> jump(const QStringList& words, const QString& folder) {
  auto loaded = load(words, folder);
  if (!loaded) return loaded.error();
  constexpr int screenRows = 40;
  const int frames = words.size() > 3 ? words[3].toInt() : 2000;
  std::mt19937 random(1);
  std::vector<int> order(static_cast<size_t>(loaded->store->rowCount()));
  std::iota(order.begin(), order.end(), 0);
  std::uniform_int_distribution<size_t> place(0, order.size() - screenRows);
  for (const bool sorted : {false, true}) {
    if (sorted) std::shuffle(order.begin(), order.end(), random);
    Frames shown(loaded->store);
    for (int frame = 0; frame < frames; ++frame) {
      const auto first = order.begin() + static_cast<std::ptrdiff_t>(place(random));
      shown.read(std::vector<int>(first, first + screenRows));
    }
    const QString name = sorted ? QStringLiteral("shuffled") : QStringLiteral("plain");
    loaded->figures.insert(name + QStringLiteral("_p50_ms"), shown.percentileMs(0.5));
    loaded->figures.insert(name + QStringLiteral("_p99_ms"), shown.percentileMs(0.99));
    loaded->figures.insert(name + QStringLiteral("_max_ms"), shown.percentileMs(1));
  }
  return loaded->figures;
}

Expected<QJsonObject> store(const QStringList& words, const QString& folder) {
  auto loaded = load(words, folder);
  if (!loaded) return loaded.error();
  QElapsedTimer timer;
  timer.start();
  loaded->store.reset();
  loaded->figures.insert(QStringLiteral("release_ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6);
  QThreadPool::globalInstance()->waitForDone();
  loaded->figures.insert(QStringLiteral("released_kb"), memoryKb("RssAnon:"));
  return loaded->figures;
}

/// Cuts what comes into batches of ten rows.
class SlowSink final : public BatchSink {
 public:
  explicit SlowSink(ResultStore& store) : m_store(store) {}
  Expected<void> begin(const Columns& columns) override { return m_store.begin(columns); }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    constexpr int slowRows = 10;
    for (int first = 0; first < batch->rowCount(); first += slowRows) {
      ColumnBatchBuilder builder(batch->columnCount());
      for (int row = first; row < std::min(first + slowRows, batch->rowCount()); ++row) {
        for (int column = 0; column < batch->columnCount(); ++column) add(builder, column, batch->cell(row, column));
        builder.endRow();
      }
      if (auto appended = m_store.append(builder.take()); !appended) return appended;
    }
    return {};
  }

 private:
  static void add(ColumnBatchBuilder& builder, int column, const Cell& cell) {
    switch (cell.kind) {
      case CellKind::Null:
        return builder.appendNull(column);
      case CellKind::Integer:
        return builder.appendInteger(column, cell.integer);
      case CellKind::Boolean:
        return builder.appendBoolean(column, cell.integer != 0);
      case CellKind::Real:
        return builder.appendReal(column, cell.real);
      case CellKind::Text:
        return builder.appendText(column, cell.bytes);
      case CellKind::Blob:
        return builder.appendBlob(column, cell.bytes);
      case CellKind::Array:
        return builder.appendArray(column, cell.bytes);
    }
  }
  ResultStore& m_store;
};

Expected<QJsonObject> slow(const QStringList& words, const QString& folder) {
  auto loaded = load(words, folder);
  if (!loaded) return loaded.error();
  const size_t limit = words.size() > 2 ? words[2].toULongLong() << 20U : ResultStore::kShownLimit;
  ResultStore rows(folder, nullptr, limit);
  SlowSink sink(rows);
  if (auto replayed = loaded->store->replay(sink); !replayed) return replayed.error();
  loaded->store.reset();
  QElapsedTimer timer;
  timer.start();
  const ResultSnapshotPtr snapshot = rows.snapshot();
  loaded->figures.insert(QStringLiteral("snapshot_ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6);
  loaded->figures.insert(QStringLiteral("batches"), static_cast<qint64>(snapshot->batchCount()));
  timer.start();
  qint64 nulls = 0;
  for (size_t index = 0; index < snapshot->batchCount(); ++index) {
    const auto placed = snapshot->batchAt(index);
    if (!placed) return placed.error();
    const ColumnView view = placed->batch->view(1);
    for (int row = 0; row < placed->batch->rowCount(); ++row) nulls += view.kind(row) == CellKind::Null ? 1 : 0;
  }
  loaded->figures.insert(QStringLiteral("walk_ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6);
  loaded->figures.insert(QStringLiteral("nulls"), nulls);
  loaded->figures.insert(QStringLiteral("memory_kb"), memoryKb("RssAnon:"));
  return loaded->figures;
}

/// Sorting, filters and counts over the rows of the store; each call alone, in ms.
Expected<QJsonObject> look(const QStringList& words, const QString& folder) {
  auto loaded = load(words, folder);
  if (!loaded) return loaded.error();
  const ResultStore& store = *loaded->store;
  QElapsedTimer timer;
  const auto arranged = [&](const char* name, const Arrangement& wanted) -> Expected<void> {
    RowProgress progress;
    timer.start();
    const auto rows = arrange(store, wanted, {}, progress);
    if (!rows) return rows.error();
    loaded->figures.insert(QString::fromLatin1(name) + QStringLiteral("_ms"),
                           static_cast<double>(timer.nsecsElapsed()) / 1e6);
    loaded->figures.insert(QString::fromLatin1(name) + QStringLiteral("_rows"), (*rows)->size());
    return {};
  };
  Arrangement byText;
  byText.order = {{1, false}};
  byText.textOrder = TextOrder::Bytes;
  Arrangement byLanguage = byText;
  byLanguage.textOrder = TextOrder::Locale;
  Arrangement byNumber;
  byNumber.order = {{2, false}};
  Arrangement contains;
  contains.filters = {{}};
  contains.filters[0].column = 1;
  contains.filters[0].text = QStringLiteral("00ab");
  Arrangement anywhere;
  anywhere.anyColumn = QStringLiteral("00ab");
  if (auto done = arranged("sort_bytes", byText); !done) return done.error();
  if (auto done = arranged("sort_language", byLanguage); !done) return done.error();
  if (auto done = arranged("sort_numbers", byNumber); !done) return done.error();
  if (auto done = arranged("contains", contains); !done) return done.error();
  if (auto done = arranged("anywhere", anywhere); !done) return done.error();
  RowProgress progress;
  for (const auto& [name, column] : {std::pair("distinct_names", 1), std::pair("distinct_words", 4)}) {
    timer.start();
    const auto values = distinctValues(store, nullptr, column, 20, {}, progress);
    if (!values) return values.error();
    loaded->figures.insert(QString::fromLatin1(name) + QStringLiteral("_ms"),
                           static_cast<double>(timer.nsecsElapsed()) / 1e6);
    loaded->figures.insert(QString::fromLatin1(name), values->distinct);
  }
  timer.start();
  const auto sum = figuresOf(store, nullptr, {{0, store.rowCount() - 1, 0, 0}}, {}, progress);
  if (!sum) return sum.error();
  loaded->figures.insert(QStringLiteral("figures_ms"), static_cast<double>(timer.nsecsElapsed()) / 1e6);
  return loaded->figures;
}

using Measurement = Expected<QJsonObject> (*)(const QStringList& words, const QString& folder);
const std::map<QString, Measurement> measurements = {{QStringLiteral("store"), store},
                                                     {QStringLiteral("slow"), slow},
                                                     {QStringLiteral("jump"), jump},
                                                     {QStringLiteral("look"), look}};

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  const QStringList words = QCoreApplication::arguments();
  const auto found = measurements.find(words.value(1));
  if (found == measurements.end() || words.size() < 4) {
    QTextStream(stderr) << "result_bench MEASUREMENT FILE SQL …\n";
    return 2;
  }
  const QTemporaryDir folder;
  auto figures = found->second(words.mid(2), folder.path());
  if (!figures) {
    QTextStream(stderr) << figures.error().message << '\n';
    return 1;
  }
  figures->insert(QStringLiteral("peak_kb"), memoryKb("VmHWM:"));
  figures->insert(QStringLiteral("file_backed_kb"), memoryKb("RssFile:"));
  QTextStream(stdout) << QJsonDocument(*figures).toJson(QJsonDocument::Compact) << '\n';
  return 0;
}
