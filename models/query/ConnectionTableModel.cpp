#include "models/query/ConnectionTableModel.h"

#include <QDir>

namespace courier {

int ConnectionTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConnectionTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case NameColumn:
      return tr("Name");
    case LabelColumn:
      return tr("Label");
    case KindColumn:
      return tr("Kind");
    case AddressColumn:
      return tr("Address");
    case AccessColumn:
      return tr("Access");
    default:
      return role == Qt::AccessibleTextRole ? tr("Actions") : QString();
  }
}

TableCell ConnectionTableModel::cell(const Connection& row, int column) const {
  const auto plain = [](const QString& text, Face face = Face::Plain) {
    return TableCell{.text = text, .note = {}, .face = face, .hint = text};
  };
  switch (column) {
    case NameColumn:
      return plain(row.name, Face::Strong);
    case LabelColumn:
      return row.server.label.isEmpty() ? plain(QStringLiteral("–"), Face::Faint) : plain(row.server.label);
    case KindColumn:
      return plain(connectionKind(row));
    case AddressColumn:
      return plain(connectionPlace(row), Face::Mono);
    case AccessColumn:
      return {.text = row.readOnly ? tr("read-only") : tr("can change data"),
              .note = {},
              .tone = row.readOnly ? Tone::Ok : Tone::Warn,
              .hint = {}};
    default:
      return {.text = QStringLiteral("⋯"),
              .note = {},
              .face = Face::Faint,
              .alignment = Qt::AlignHCenter,
              .hint = tr("Actions for “%1”").arg(row.name)};
  }
}

QString engineName(Engine engine) {
  switch (engine) {
    case Engine::Sqlite:
      return QStringLiteral("SQLite");
    case Engine::PostgreSql:
      return QStringLiteral("PostgreSQL");
    case Engine::MariaDb:
      return QStringLiteral("MariaDB");
    case Engine::Odbc:
      return QStringLiteral("ODBC");
    case Engine::Trino:
      return QStringLiteral("Trino");
    case Engine::TreasureData:
      return QStringLiteral("Treasure Data");
    case Engine::Files:
      return ConnectionTableModel::tr("Files", "CSV and JSON files as tables");
  }
  return {};
}

QString connectionKind(const Connection& connection) {
  const bool isPresto = connection.engine == Engine::Trino && connection.server.headers == TrinoHeaders::Presto;
  return isPresto ? QStringLiteral("Presto") : engineName(connection.engine);
}

QString connectionPlace(const Connection& connection) {
  if (!isServer(connection.engine)) return QDir::toNativeSeparators(connection.file);
  QString place = connection.user.isEmpty() ? QString() : connection.user + u'@';
  place += connection.host.contains(u':') ? u'[' + connection.host + u']' : connection.host;
  if (connection.port > 0) place += u':' + QString::number(connection.port);
  for (const QString& part : {connection.database, connection.schema}) {
    if (!part.isEmpty()) place += u'/' + part;
  }
  return place;
}

}  // namespace courier
