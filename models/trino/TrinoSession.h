#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include "models/base/Expected.h"
#include "models/http/WebhookSignature.h"
#include "models/query/Connection.h"

namespace courier {

/// What a session on a cluster knows, which lives in headers alone: each statement is sent with all of it, and answers
/// change it. A value; pure.
class TrinoSession {
 public:
  /// As it begins.
  [[nodiscard]] static TrinoSession of(const Connection& connection);

  /// What a statement is sent with, besides user and credentials. InvalidInput where a value cannot stand in a header,
  /// or all of them together are more than servers and proxies take.
  [[nodiscard]] Expected<HeaderList> headers() const;
  /// What an answer changes. Headers of one name may come joined with commas; what cannot be read is passed over.
  void apply(const HeaderList& answer);

  [[nodiscard]] bool isInTransaction() const { return !m_transaction.isEmpty(); }
  [[nodiscard]] const QString& catalog() const { return m_catalog; }
  [[nodiscard]] const QString& schema() const { return m_schema; }

 private:
  using Values = QMap<QString, QString>;
  [[nodiscard]] QByteArray name(const char* header) const { return m_prefix + header; }
  void applyOne(const QByteArray& header, const QByteArray& value);

  QByteArray m_prefix;        ///< "X-Trino-" or "X-Presto-"
  bool m_isTrino = true;      ///< else Presto
  bool m_isTreasureData = false;
  QString m_catalog;
  QString m_schema;
  QString m_path;             ///< where functions are looked for; "": the cluster's
  QString m_timeZone;         ///< "": the cluster's
  QString m_authorizationUser;
  Values m_properties;
  Values m_roles;
  Values m_prepared;
  QString m_transaction;      ///< "": none
};

}  // namespace courier
