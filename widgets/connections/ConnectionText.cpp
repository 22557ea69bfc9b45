#include "widgets/connections/ConnectionText.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "models/query/ConnectionTableModel.h"

namespace courier {

namespace {

struct ConnectionTextTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionText)
};

}  // namespace

QString connectionKindText(const Connection& connection) {
  const QString engine = connectionKind(connection);
  const QString kind = connection.readOnly ? ConnectionTextTr::tr("%1 · read-only").arg(engine) : engine;
  const QString& label = connection.server.label;
  return label.isEmpty() ? kind : label + QStringLiteral(" · ") + kind;
}

QString connectionNameFor(const QString& file, const QStringList& taken) {
  return freeConnectionName(QFileInfo(file).completeBaseName(), taken);
}

QString freeConnectionName(const QString& wanted, const QStringList& taken) {
  QString base;
  for (const QChar character : wanted) {
    if (character.isPrint()) base += character;
  }
  base = base.trimmed();
  if (base.isEmpty()) base = ConnectionTextTr::tr("database");
  QString name = base;
  for (int number = 2; taken.contains(name); ++number) name = QStringLiteral("%1 %2").arg(base).arg(number);
  return name;
}

QString labelledName(const Connection& connection) {
  const QString& label = connection.server.label;
  return label.isEmpty() ? connection.name : QStringLiteral("%1 – %2").arg(connection.name, label);
}

QString connectionSummary(const Connection& connection) {
  QStringList parts{connectionKind(connection),
                    connection.readOnly ? ConnectionTextTr::tr("read-only") : ConnectionTextTr::tr("can change data")};
  if (!connection.server.label.isEmpty())
    parts += ConnectionTextTr::tr("labelled %1", "a connection").arg(connection.server.label);
  return parts.join(ConnectionTextTr::tr(", ", "between facts of a connection"));
}

QString readOnlyText(Engine engine) {
  switch (engine) {
    case Engine::Sqlite:
      return ConnectionTextTr::tr("SQLite refuses whatever would change the file.");
    case Engine::PostgreSql:
      return ConnectionTextTr::tr(
          "A guard against accidents: it does not stop VACUUM, NOTIFY, or functions that work outside the tables. Only "
          "a "
          "role that may do no more than SELECT does.");
    case Engine::MariaDb:
      return ConnectionTextTr::tr(
          "A guard against accidents: it does not stop FLUSH, SET GLOBAL or ANALYZE TABLE. Only an account that may do "
          "no more than SELECT does.");
    case Engine::Trino:
    case Engine::TreasureData:
      return ConnectionTextTr::tr(
          "The server does not refuse changes: Query Courier looks at the first words of a statement only. Only a user "
          "who may do no more than SELECT stops the rest.");
    case Engine::Files:
      return ConnectionTextTr::tr("The files themselves are never changed.");
    case Engine::Odbc:
      return ConnectionTextTr::tr(
          "The driver does not refuse changes: Query Courier looks at the first words of a statement only. Only an "
          "account that may do no more than SELECT stops the rest.");
  }
  return {};
}

QString tlsWarningText(const Connection& connection) {
  if (!isServer(connection.engine)) return {};
  switch (tlsOf(connection)) {
    case TlsMode::Verify:
      return {};
    case TlsMode::On:
      return ConnectionTextTr::tr("Encrypted, not verified: another server could take this one's place.");
    case TlsMode::Off:
      if (isThisComputer(connection.host)) return {};
      return ConnectionTextTr::tr("Not encrypted: anyone on the way can read the data and the password.");
  }
  return {};
}

}  // namespace courier
