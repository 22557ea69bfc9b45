#pragma once

#include <QFuture>
#include <QObject>
#include <QVariant>

#include "models/storage/Database.h"

namespace courier {

/// The setting table: small values by name (geometry, column widths, the last connection), as JSON. Read whole at
/// start, then answered from memory on the main thread; writes go through to the store thread.
class Settings final : public QObject {
  Q_OBJECT
 public:
  explicit Settings(Database& database, QObject* parent = nullptr);
  [[nodiscard]] QFuture<Result<void>> load();
  [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback = {}) const;
  /// Remembers at once, writes in the background; a write that failed is emitted as failed().
  void setValue(const QString& key, const QVariant& value);

 Q_SIGNALS:
  void failed(const courier::Error& error);

 private:
  Database& m_database;
  QHash<QString, QVariant> m_values;
};

}  // namespace courier
