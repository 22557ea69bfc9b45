#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QVariant>

#include "models/storage/Database.h"

namespace courier {

/// The setting table: small values by name (geometry, column widths, the last connection), as JSON: texts, numbers,
/// booleans, lists and maps of them; a QByteArray comes back as one too. Whole numbers keep all 64 bits. Read whole at
/// start, then answered from memory; writes go through to the store thread. Main thread.
class Settings final : public QObject {
  Q_OBJECT
 public:
  explicit Settings(Database& database, QObject* parent = nullptr);
  /// Waits for the last writes.
  ~Settings() override;
  [[nodiscard]] QFuture<Expected<void>> load();
  [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback = {}) const;
  /// Remembers at once, writes in the background, in order; a write that failed is emitted as failed(). An invalid
  /// QVariant removes the key.
  void setValue(const QString& key, const QVariant& value);

 Q_SIGNALS:
  void failed(const courier::Error& error);

 private:
  Database& m_database;
  QHash<QString, QVariant> m_values;
};

}  // namespace courier
