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

  /// What a statement is sent with besides credentials; the user only where the session's is not the connection's, and
  /// then it takes the other one's place. InvalidInput where a name cannot stand in a header, or all of them together
  /// are more than servers and proxies take.
  [[nodiscard]] Expected<HeaderList> headers() const;
  /// What an answer changes. Headers of one name may come joined with commas; what cannot be read is passed over.
  void apply(const HeaderList& answer);

  [[nodiscard]] bool isInTransaction() const { return !m_transaction.isEmpty(); }
  [[nodiscard]] const QString& catalog() const { return m_catalog; }
  [[nodiscard]] const QString& schema() const { return m_schema; }

 private:
  using Values = QMap<QString, QString>;
  [[nodiscard]] Error notInAHeader(const QByteArray& what, const QString& value) const;
  void applyOne(const QByteArray& what, const QByteArray& value);
  void setUser(const QString& user);

  QByteArray m_prefix;  ///< "X-Trino-" or "X-Presto-"
  bool m_isPresto = false;
  bool m_isTreasureData = false;
  QString m_catalog;
  QString m_schema;
  QString m_path;      ///< "": the cluster's
  QString m_timeZone;  ///< "": the cluster's
  QString m_ownUser;   ///< the connection's; "" where its token names it
  QString m_user;      ///< whom SET SESSION AUTHORIZATION made of it; "": nobody
  QString m_ownRoles;  ///< as the cluster wrote them, while there is such a user
  Values m_properties;
  Values m_roles;         ///< by catalog
  Values m_prepared;      ///< statements by name
  QString m_transaction;  ///< "": none
};

}  // namespace courier
