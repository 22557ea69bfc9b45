#pragma once

#include <mysql.h>

#include <functional>
#include <memory>
#include <vector>

#include "models/mariadb/MariaDbSession.h"
#include "models/mariadb/MariaDbType.h"

namespace courier {

/// One prepared statement and its rows, which come one by one and are never collected. The library's own text protocol
/// would give a FLOAT six digits. The session must live longer.
class MariaDbStatement {
 public:
  explicit MariaDbStatement(MariaDbSession& session);
  ~MariaDbStatement();
  MariaDbStatement(const MariaDbStatement&) = delete;
  MariaDbStatement& operator=(const MariaDbStatement&) = delete;

  [[nodiscard]] Expected<void> execute(const QByteArray& text);
  /// The present result's columns; empty where it has none.
  [[nodiscard]] Columns columns();
  /// Of a result without columns.
  [[nodiscard]] qint64 changedRows() const;
  /// The next row into the builder, but for its end; false behind the last.
  [[nodiscard]] Expected<bool> fetch(ColumnBatchBuilder& row, const std::function<Expected<void>()>& whileIdle);
  /// Goes on to the next result (of a CALL); false where there is none.
  [[nodiscard]] Expected<bool> nextResult();

 private:
  struct Field {
    MariaDbType type;
    std::vector<char> bytes;
    unsigned long length = 0;
    my_bool isNull = 0;
    my_bool isCut = 0;
    qint64 integer = 0;
    float single = 0;
    double real = 0;
  };
  void bind(MYSQL_RES* described);
  void appendField(ColumnBatchBuilder& row, int index);
  [[nodiscard]] Error failure() const;

  MariaDbSession& m_session;
  MYSQL_STMT* m_statement;
  std::vector<Field> m_fields;
  std::vector<MYSQL_BIND> m_binds;
};

}  // namespace courier
