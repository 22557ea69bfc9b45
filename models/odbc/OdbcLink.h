#pragma once

#include <QCoreApplication>
#include <QString>
#include <QVector>
#include <memory>

#include "models/base/Expected.h"
#include "models/odbc/OdbcApi.h"
#include "models/query/Connection.h"
#include "models/query/ConnectionStep.h"
#include "models/query/SqlDialect.h"
#include "models/secrets/SecretMask.h"

namespace courier {

/// What a driver tells about itself and its database once it is connected.
struct OdbcTraits {
  QString database;  ///< the product's name: "PostgreSQL"
  QString version;
  QString driver;   ///< the driver's file
  QString user;     ///< as the database has it
  QString catalog;  ///< the one that is in use; "" where there is none
  QString escape;   ///< before _ and % in the catalog functions' patterns; "" for none
  bool hasCatalogs = false;
  bool hasSchemas = false;
  bool readsBlocks = false;   ///< values can be read piece by piece of any row of a block
  bool readsAgain = false;    ///< … and of columns that are bound
  bool typesByValue = false;  ///< a column's type is a guess (SQLite)
  bool takesUtf8 = false;     ///< SQL as UTF-8, because the driver knows no UTF-16
  /// Makes a session read-only where the database is known to have such a mode; "" where not.
  QString readOnlySql;
  SqlDialect dialect;
};

/// What a driver reported.
struct OdbcDiagnostic {
  QString state;  ///< SQLSTATE
  int native = 0;
  QString message;
};

/// A driver's connection and all its calls block, without limit with some: only ever used on a session's own thread
/// (OdbcThread). Its errors are in words, without the password, and without a place.
class OdbcLink {
  Q_DECLARE_TR_FUNCTIONS(OdbcLink)
 public:
  /// Nothing is connected yet.
  OdbcLink(std::shared_ptr<const OdbcApi> api, Connection connection, QString password);
  /// Rolls back and signs off.
  ~OdbcLink();
  OdbcLink(const OdbcLink&) = delete;
  OdbcLink& operator=(const OdbcLink&) = delete;

  /// `failed`: the step at which it did.
  [[nodiscard]] Expected<void> connect(ConnectionStep::Kind& failed);
  [[nodiscard]] const OdbcApi& api() const { return *m_api; }
  [[nodiscard]] const OdbcTraits& traits() const { return m_traits; }
  [[nodiscard]] const Connection& connection() const { return m_connection; }
  [[nodiscard]] SQLHDBC handle() const { return m_handle; }

  /// What the driver says of the last call with this handle, masked; bounded.
  [[nodiscard]] QVector<OdbcDiagnostic> diagnostics(SQLSMALLINT type, SQLHANDLE handle) const;
  /// What a statement that went well was told besides.
  [[nodiscard]] QStringList warnings(SQLHSTMT statement) const;
  /// The error of a statement.
  [[nodiscard]] Error failure(SQLHSTMT statement) const;
  /// What took longer than the connection allows for connecting, or for one statement.
  [[nodiscard]] Error connectLimitError() const;
  [[nodiscard]] Error timeLimitError(const QString& detail = {}) const;
  /// How messages call what is at the other end.
  [[nodiscard]] QString sourceName() const;

 private:
  [[nodiscard]] QString connectText() const;
  void readTraits();
  [[nodiscard]] QString textInfo(SQLUSMALLINT kind) const;
  [[nodiscard]] SQLUINTEGER numberInfo(SQLUSMALLINT kind) const;
  [[nodiscard]] Error connectError(ConnectionStep::Kind& failed) const;

  std::shared_ptr<const OdbcApi> m_api;
  Connection m_connection;
  QString m_password;
  SecretMask m_secrets;  ///< whatever a driver repeats of them
  OdbcTraits m_traits;
  SQLHENV m_environment = nullptr;
  SQLHDBC m_handle = nullptr;
  bool m_isConnected = false;
};

/// Whether a call did what it was asked for.
[[nodiscard]] inline bool odbcDone(SQLRETURN code) {
  return code == SQL_SUCCESS || code == SQL_SUCCESS_WITH_INFO;
}
/// A number as the driver manager takes it for an attribute.
[[nodiscard]] inline SQLPOINTER odbcAsPointer(quintptr number) {
  return reinterpret_cast<SQLPOINTER>(number);
}
/// A text as the driver manager takes it; it borrows `text`.
[[nodiscard]] inline SQLWCHAR* odbcWide(const QString& text) {
  return reinterpret_cast<SQLWCHAR*>(const_cast<ushort*>(text.utf16()));
}
[[nodiscard]] inline QString odbcWideFrom(const SQLWCHAR* text, qsizetype length) {
  return QString::fromUtf16(reinterpret_cast<const char16_t*>(text), length);
}

}  // namespace courier
