#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>
#include <QVector>
#include <optional>
#include <type_traits>

#include "models/base/Expected.h"

namespace courier {

/// An SQLite failure on courier.db as a sentence for people that names the mend, of kind Storage, with SQLite's text as
/// detail. Pure.
[[nodiscard]] Error storageError(const QSqlError& error, const QString& databasePath);

/// The connection to courier.db as work on the store thread sees it. Never leaves that thread.
class Session {
 public:
  explicit Session(QSqlDatabase database);

  /// Runs one statement with its positional values: a null QString is stored as '', QVariant() as NULL. Errors are of
  /// kind Storage, in words for people ("The disk is full …", "courier.db is read-only …"), with SQLite's text as
  /// detail.
  [[nodiscard]] Expected<QSqlQuery> execute(const QString& sql, const QVariantList& values = {});
  /// Rows changed.
  [[nodiscard]] Expected<int> change(const QString& sql, const QVariantList& values = {});
  /// The new row's id.
  [[nodiscard]] Expected<qint64> insert(const QString& sql, const QVariantList& values = {});
  /// Every row through `map(const QSqlQuery&)`.
  template <class Map>
  [[nodiscard]] auto rows(const QString& sql, const QVariantList& values, Map map)
      -> Expected<QVector<std::invoke_result_t<Map, const QSqlQuery&>>> {
    auto query = execute(sql, values);
    if (!query) return query.error();
    QVector<std::invoke_result_t<Map, const QSqlQuery&>> found;
    while (query->next()) found.append(map(*query));
    if (auto end = checkEnd(*query); !end) return end.error();
    return found;
  }
  /// The first row through `map`, or nothing.
  template <class Map>
  [[nodiscard]] auto row(const QString& sql, const QVariantList& values, Map map)
      -> Expected<std::optional<std::invoke_result_t<Map, const QSqlQuery&>>> {
    auto query = execute(sql, values);
    if (!query) return query.error();
    std::optional<std::invoke_result_t<Map, const QSqlQuery&>> found;
    if (query->next()) {
      found = map(*query);
    } else if (auto end = checkEnd(*query); !end) {
      return end.error();
    }
    return found;
  }
  [[nodiscard]] QSqlDatabase& handle() { return m_database; }

 private:
  [[nodiscard]] Expected<void> checkEnd(const QSqlQuery& query) const;
  QSqlDatabase m_database;
};

}  // namespace courier
