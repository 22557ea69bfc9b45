#include "app/Sample.h"

#include <QFile>

#include "app/Startup.h"
#include "models/query/SampleDatabase.h"

namespace courier {

Expected<void> makeSampleConnection(ConnectionStore& connections, Settings& settings, const QString& dataFolder) {
  const QString madeKey = QStringLiteral("sample/made");
  if (settings.value(madeKey).toBool()) return {};
  Connection connection;
  connection.name = QStringLiteral("testdb");
  connection.engine = Engine::Sqlite;
  connection.file = dataFolder + QStringLiteral("/sample.db");
  if (!QFile::exists(connection.file)) {
    if (auto made = makeSampleDatabase(connection.file); !made) return made.error();
  }
  const auto created = waitAtStart(connections.create(connection));
  // Two programs that start for the first time at once both come here; one of them finds the name taken.
  if (!created && created.error().kind != ErrorKind::AlreadyExists) return created.error();
  settings.setValue(madeKey, true);
  return {};
}

}  // namespace courier
