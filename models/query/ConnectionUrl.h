#pragma once

#include <QString>
#include <optional>

#include "models/base/Expected.h"
#include "models/query/Connection.h"

namespace courier {

/// A connection from a `db:create` URL: sqlite:/path/file.db (relative paths are taken from `workingFolder`; the path
/// stands as it is, without percent-encoding), postgresql://user:password@host:port/database?option=value, mysql://…,
/// odbc:DSN, file:/path/sales.csv (FileSources.h), trino://user@host:port/catalog/schema (presto:// with Presto's
/// headers) or td://region/database, where what stands before an '@' is the API key. An address of Trino's protocol at
/// Treasure Data's own host is one of Treasure Data. The name is left empty. The password, where the URL holds one,
/// comes apart. InvalidInput names the part; Unsupported for an engine that this version cannot run. Pure.
struct ParsedConnection {
  Connection connection;
  QString password;
};
[[nodiscard]] Expected<ParsedConnection> connectionFromUrl(const QString& url, const QString& workingFolder);
/// The same URL back, without the password.
[[nodiscard]] QString connectionUrl(const Connection& connection);

enum class LineBreaks { Refused, Taken };
/// A part of a URL, percent-decoded; nothing where it is not UTF-8, holds control characters or a percent sign that
/// stands for nothing. Pure.
[[nodiscard]] std::optional<QString> percentDecoded(QStringView part, LineBreaks breaks = LineBreaks::Refused);

}  // namespace courier
