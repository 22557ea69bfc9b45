#include "models/storage/Migrations.h"

#include <QCoreApplication>
#include <QFile>

#include "models/storage/Session.h"

// Qt wants this outside every namespace: the resource is linked from a static library, which would drop it otherwise.
static void initSchemaResource() {
  Q_INIT_RESOURCE(schema);
}

namespace courier::migrations {

namespace {

struct MigrationsTr {
  Q_DECLARE_TR_FUNCTIONS(Migrations)
};

constexpr int builtInSteps = 13;

/// Foreign keys are off while steps run, so that a step can rebuild a table; here they are made good for.
Expected<void> checkForeignKeys(Session& session) {
  auto broken = session.row(QStringLiteral("PRAGMA foreign_key_check"), {},
                            [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!broken) return broken.error();
  if (!broken->has_value()) return {};
  return Error::of(ErrorKind::Storage,
                   MigrationsTr::tr("courier.db could not be converted for this version: rows of the table %1 refer to "
                                    "rows that do not exist. The backup copy is intact.")
                       .arg(**broken));
}

/// Steps `version` … `last - 1` in one transaction, if they are still missing once it is this process's turn.
Expected<void> runSteps(Session& session, int version, qsizetype last, const Steps& steps) {
  Transaction transaction(session);
  if (auto begun = transaction.begin(); !begun) return begun;
  const auto now = currentVersion(session);
  if (!now) return now.error();
  if (*now != version) return {};
  for (qsizetype step = version; step < last; ++step) {
    for (const QString& statement : statements(steps.at(step))) {
      if (auto done = session.execute(statement); !done) return done.error();
    }
  }
  if (version > 0) {
    if (auto checked = checkForeignKeys(session); !checked) return checked;
  }
  if (auto set = session.execute(QStringLiteral("PRAGMA user_version = %1").arg(last)); !set) return set.error();
  return transaction.commit();
}

}  // namespace

Steps builtIn() {
  initSchemaResource();
  Steps steps;
  for (int number = 1; number <= builtInSteps; ++number) {
    QFile file(QStringLiteral(":/schema/%1.sql").arg(number, 3, 10, QLatin1Char('0')));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is not among the resources", qUtf8Printable(file.fileName()));
    steps.append(QString::fromUtf8(file.readAll()));
  }
  return steps;
}

int newestVersion() {
  return builtInSteps;
}

Expected<int> currentVersion(Session& session) {
  auto version = session.row(QStringLiteral("PRAGMA user_version"), {},
                             [](const QSqlQuery& query) { return query.value(0).toInt(); });
  if (!version) return version.error();
  return version->value_or(0);
}

Expected<void> run(Session& session, const Steps& steps) {
  for (;;) {
    const auto version = currentVersion(session);
    if (!version) return version.error();
    if (*version >= steps.size()) return {};
    // A new file gets all of its tables at once: nobody ever meets one that looks like an old program's.
    const qsizetype last = *version == 0 ? steps.size() : *version + 1;
    if (auto done = runSteps(session, *version, last, steps); !done) return done;
  }
}

QStringList statements(const QString& script) {
  QStringList found;
  QString statement;
  for (QString line : script.split(QLatin1Char('\n'))) {
    while (!line.isEmpty() && line.back().isSpace()) line.chop(1);
    if (line.isEmpty() || line.trimmed().startsWith(QLatin1String("--"))) continue;
    if (!statement.isEmpty()) statement += QLatin1Char('\n');
    statement += line;
    const bool isTrigger = statement.startsWith(QLatin1String("CREATE TRIGGER"), Qt::CaseInsensitive);
    const bool ends =
        isTrigger ? line.compare(QLatin1String("END;"), Qt::CaseInsensitive) == 0 : line.endsWith(QLatin1Char(';'));
    if (!ends) continue;
    statement.chop(1);
    found.append(statement);
    statement.clear();
  }
  if (!statement.isEmpty()) found.append(statement);
  return found;
}

}  // namespace courier::migrations
