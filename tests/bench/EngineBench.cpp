// Runs one query, one look at the tree or one Stop as the window does, and prints what it took as JSON. The password is
// read from standard input's first line.
//   engine_bench rows URL SQL          the rows into the grid's store
//   engine_bench tree URL SCHEMA       the schema's tables
//   engine_bench stop URL SQL MS       how long Stop takes, so many milliseconds after the start
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <memory>

#include "models/base/WhenDone.h"
#include "models/data/ResultStore.h"
#include "models/mariadb/MariaDbEngine.h"
#include "models/odbc/OdbcEngine.h"
#include "models/postgres/PostgresEngine.h"
#include "models/query/ConnectionUrl.h"
#include "models/query/QueryRunner.h"
#include "models/query/SqliteEngine.h"
#include "models/trino/TrinoEngine.h"

namespace {

using namespace courier;

/// The greatest memory of its own that this process had, in kB; -1 where the system does not tell.
qint64 peakKb() {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("VmHWM:")) return line.simplified().split(' ').value(1).toLongLong();
  }
  return -1;
}

int print(const QJsonObject& object) {
  QTextStream(stdout) << QJsonDocument(object).toJson(QJsonDocument::Compact) << '\n';
  return 0;
}

int fail(const QString& why) {
  QTextStream(stderr) << why << '\n';
  return 1;
}

/// Waits for the future in the event loop, as the window does.
template <class Value>
Value await(QFuture<Value> future) {
  std::optional<Value> found;
  whenDone(future, QCoreApplication::instance(), [&found](const Value& value) {
    found = value;
    QCoreApplication::exit();
  });
  QCoreApplication::exec();
  return *found;
}

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  const QStringList words = QCoreApplication::arguments();
  if (words.size() < 4) return fail(QStringLiteral("engine_bench rows|tree|stop URL SQL|SCHEMA [MS]"));
  const auto parsed = connectionFromUrl(words[2], QDir::currentPath());
  if (!parsed) return fail(parsed.error().message);
  QTextStream input(stdin);
  const DatabaseAccess access{parsed->connection, input.readLine()};
  QueryRunner runner({{Engine::Sqlite, std::make_shared<SqliteEngine>(QString())},
                      {Engine::PostgreSql, std::make_shared<PostgresEngine>()},
                      {Engine::MariaDb, std::make_shared<MariaDbEngine>()},
                      {Engine::Odbc, std::make_shared<OdbcEngine>()},
                      {Engine::Trino, std::make_shared<TrinoEngine>(Engine::Trino, std::make_shared<WebThread>())}});
  QElapsedTimer timer;
  timer.start();
  if (words[1] == u"tree") {
    const auto schemas = await(runner.schemas(access, {}));
    if (!schemas) return fail(schemas.error().message);
    const auto tables = await(runner.tableNames(access, words[3], {}));
    if (!tables) return fail(tables.error().message);
    return print({{QStringLiteral("ms"), timer.elapsed()}, {QStringLiteral("tables"), tables->size()}});
  }
  QueryRequest request;
  request.connection = access.connection;
  request.password = access.password;
  request.sql = words[3];
  const QTemporaryDir folder;
  CancelToken cancel;
  const auto store = std::make_shared<ResultStore>(folder.path());
  if (words[1] == u"stop") {
    QElapsedTimer stopped;
    QTimer::singleShot(words.value(4).toInt(), QCoreApplication::instance(), [&] {
      stopped.start();
      cancel.cancel();
    });
    const auto outcome = await(runner.run(request, cancel, store));
    if (outcome || outcome.error().kind != ErrorKind::Cancelled) return fail(QStringLiteral("it was not stopped"));
    return print({{QStringLiteral("ms"), stopped.elapsed()}});
  }
  const auto outcome = await(runner.run(request, cancel, store));
  if (!outcome) return fail(outcome.error().message);
  return print({{QStringLiteral("ms"), timer.elapsed()},
                {QStringLiteral("rows"), store->rowCount()},
                {QStringLiteral("peak_kb"), peakKb()}});
}
