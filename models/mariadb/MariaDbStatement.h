#pragma once

#include <mysql.h>

#include <functional>
#include <memory>
#include <vector>

#include "models/mariadb/MariaDbSession.h"
#include "models/mariadb/MariaDbType.h"

namespace courier {

/// One statement and its rows, which come one by one and are never collected. It is prepared: the library's text
/// protocol would give a FLOAT six digits. What a server cannot prepare is run by that protocol all the same. The
/// session must live longer, but for abandon().
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
  /// The session ends before this does: the rows that are left are not read.
  void abandon();

 private:
  struct FreeResult {
    void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
  };
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
  [[nodiscard]] Expected<void> executePlain(const QByteArray& text);
  void bind(MYSQL_RES* described);
  [[nodiscard]] Expected<bool> fetchPlain(ColumnBatchBuilder& row, const std::function<Expected<void>()>& whileIdle);
  void appendField(ColumnBatchBuilder& row, int index);
  [[nodiscard]] Error failure() const;

  MariaDbSession& m_session;
  MYSQL_STMT* m_statement;
  bool m_isPlain = false;                           ///< not prepared
  std::unique_ptr<MYSQL_RES, FreeResult> m_result;  ///< of a plain one
  std::vector<Field> m_fields;
  std::vector<MYSQL_BIND> m_binds;
};

}  // namespace courier
