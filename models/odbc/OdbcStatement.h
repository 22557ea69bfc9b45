#pragma once

#include <QCoreApplication>
#include <QStringList>
#include <memory>
#include <mutex>
#include <optional>

#include "models/odbc/OdbcLink.h"
#include "models/odbc/OdbcRows.h"

namespace courier {

/// Asks a driver to stop what a statement does. Thread-safe; does nothing once the statement is gone. May block as long
/// as the driver does.
class OdbcStop {
 public:
  void stop();

 private:
  friend class OdbcStatement;
  std::mutex m_mutex;
  std::shared_ptr<const OdbcApi> m_api;
  SQLHSTMT m_handle = nullptr;
};

/// A connection with its one statement, which runs one text after another. On the session's own thread, as OdbcLink.
class OdbcStatement {
  Q_DECLARE_TR_FUNCTIONS(OdbcStatement)
 public:
  OdbcStatement(std::shared_ptr<const OdbcApi> api, const Connection& connection, const QString& password);
  ~OdbcStatement();
  OdbcStatement(const OdbcStatement&) = delete;
  OdbcStatement& operator=(const OdbcStatement&) = delete;

  /// Signs in. `failed`: the step at which it did.
  [[nodiscard]] Expected<void> open(ConnectionStep::Kind& failed);
  /// Runs the connection's own first statements.
  [[nodiscard]] Expected<void> begin();
  [[nodiscard]] const OdbcLink& link() const { return m_link; }
  [[nodiscard]] std::shared_ptr<OdbcStop> stop() const { return m_stop; }

  /// Runs one statement up to its first result. `mostRows`: that no more are wanted is a hint to drivers that collect
  /// all rows first; 0: all are.
  [[nodiscard]] Expected<void> execute(const QString& text, qint64 mostRows = 0);
  /// The present result; null where the statement has none.
  [[nodiscard]] OdbcRows* rows() { return m_rows ? &*m_rows : nullptr; }
  /// What the driver said besides since the statement began.
  [[nodiscard]] const QStringList& warnings() const { return m_warnings; }
  /// Of a result without columns.
  [[nodiscard]] qint64 changedRows() const;
  /// Goes on to the next result; false where there is none.
  [[nodiscard]] Expected<bool> nextResult();

  /// All rows of one of the driver manager's own questions, as texts; NULL is a null string.
  using Table = QVector<QStringList>;
  template <class Question, class... Arguments>
  [[nodiscard]] Expected<Table> table(Question question, Arguments... arguments) {
    close();
    if (!odbcDone((m_link.api().*question)(m_handle, arguments...))) return m_link.failure(m_handle);
    return readTable();
  }

 private:
  void close();
  /// Looks whether the statement has a result.
  void lookForRows();
  [[nodiscard]] Expected<Table> readTable();

  OdbcLink m_link;
  std::shared_ptr<OdbcStop> m_stop = std::make_shared<OdbcStop>();
  SQLHSTMT m_handle = nullptr;
  std::optional<OdbcRows> m_rows;
  QStringList m_warnings;
  /// Of MariaDB and MySQL a CREATE: MariaDB's driver crashes where it is asked for more after a body with semicolons.
  bool m_hasOneResult = false;
};

}  // namespace courier
