#pragma once

#include <QString>
#include <QVector>

#include "models/base/Expected.h"
#include "models/query/ConnectionUrl.h"

namespace courier {

/// One part of an ODBC connection string: Server=db.example.com, Driver={PostgreSQL Unicode}.
struct OdbcAttribute {
  QString name;
  QString value;          ///< without braces
  bool isBraced = false;  ///< as it was given

  bool operator==(const OdbcAttribute&) const = default;
};

/// Connection::file of an ODBC connection is a connection string, which has an equals sign; else a data source's name.
[[nodiscard]] bool isOdbcString(const QString& file);

/// A connection string taken apart. InvalidInput repeats nothing of it: any part may hold a misplaced password.
[[nodiscard]] Expected<QVector<OdbcAttribute>> odbcAttributes(const QString& text);
/// The same back, each value in braces where it needs them.
[[nodiscard]] QString odbcString(const QVector<OdbcAttribute>& attributes);
/// The value as it stands in one: in braces only where it needs them.
[[nodiscard]] QString odbcValue(const QString& value);
/// The value in braces, whatever is in it.
[[nodiscard]] QString odbcBraced(const QString& value);

/// What stands behind “odbc:”, or what a person pastes: a data source's name, or a connection string. User and password
/// are taken out of a string and come apart. InvalidInput where it cannot be read, would keep another secret in the
/// clear, or lets a driver write down what it is told.
[[nodiscard]] Expected<ParsedConnection> odbcConnection(const QString& text);
/// The same text back, with the user and without the password.
[[nodiscard]] QString odbcText(const Connection& connection);

}  // namespace courier
