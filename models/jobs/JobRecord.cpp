#include "models/jobs/JobRecord.h"

#include <QDateTime>
#include <array>

#include "models/export/ExportRows.h"

namespace courier::jobrecord {
namespace {

enum class Kind { Text, Number, Time };

struct Field {
  const char* name;
  Kind kind;
  const char* sql;
};

/// Texts that are empty, and what an outer join has not, are NULL.
constexpr std::array<Field, 20> fields = {
    {{"time", Kind::Time, "COALESCE(d.created_at, j.created_at)"},
     {"who", Kind::Text, "j.who"},
     {"job", Kind::Number, "j.id"},
     {"kind", Kind::Text, "j.kind"},
     {"query", Kind::Text, "j.query_name"},
     {"sql", Kind::Text, "j.sql"},
     {"connection", Kind::Text, "j.connection_name"},
     {"job_state", Kind::Text, "j.state"},
     {"delivery", Kind::Number, "d.id"},
     {"target", Kind::Text, "d.target_text"},
     {"address", Kind::Text, "d.address"},
     {"method", Kind::Text, "d.method"},
     {"rows", Kind::Number, "COALESCE(d.rows, j.rows)"},
     {"columns", Kind::Number, "CASE WHEN j.rows IS NOT NULL THEN json_array_length(j.columns) END"},
     {"bytes", Kind::Number, "COALESCE(d.body_bytes, CASE WHEN j.spool_sha256 IS NOT NULL THEN j.spool_bytes END)"},
     {"sha256", Kind::Text, "lower(hex(COALESCE(d.body_sha256, j.spool_sha256)))"},
     {"state", Kind::Text, "d.state"},
     {"last_status", Kind::Number,
      "(SELECT a.status FROM attempt a WHERE a.delivery_id = d.id AND a.status <> 0 ORDER BY a.number DESC LIMIT 1)"},
     {"attempts", Kind::Number, "d.attempts"},
     {"finished", Kind::Time, "CASE WHEN d.id IS NULL THEN j.ended_at ELSE d.finished_at END"}}};

Columns columns() {
  Columns columns;
  for (const Field& field : fields) {
    Column column;
    column.name = QString::fromLatin1(field.name);
    column.type = field.kind == Kind::Number ? ColumnType::Long : ColumnType::String;
    column.source = TypeSource::Fixed;
    columns.append(column);
  }
  return columns;
}

QString select(int limit) {
  QStringList expressions;
  for (const Field& field : fields) expressions.append(QString::fromLatin1(field.sql));
  // SQLite takes a negative limit for none.
  return QStringLiteral(
             "SELECT %1 FROM job j LEFT JOIN delivery d ON d.job_id = j.id ORDER BY j.id DESC, d.id DESC "
             "LIMIT %2")
      .arg(expressions.join(QStringLiteral(", ")))
      .arg(limit > 0 ? limit : -1);
}

void append(ColumnBatchBuilder& builder, int column, Kind kind, const QVariant& value) {
  if (value.isNull()) return builder.appendNull(column);
  if (kind == Kind::Number) return builder.appendInteger(column, value.toLongLong());
  const QString text = kind == Kind::Time
                           ? QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC).toString(Qt::ISODateWithMs)
                           : value.toString();
  if (text.isEmpty()) return builder.appendNull(column);
  builder.appendText(column, text.toStdString());
}

}  // namespace

Expected<void> read(Session& session, int limit, BatchSink& sink) {
  if (auto begun = sink.begin(columns()); !begun) return begun;
  ColumnBatchBuilder builder(static_cast<int>(fields.size()));
  Expected<void> appended;
  const auto lines = session.rows(select(limit), {}, [&](const QSqlQuery& row) {
    for (int column = 0; column < static_cast<int>(fields.size()); ++column)
      append(builder, column, fields[static_cast<size_t>(column)].kind, row.value(column));
    builder.endRow();
    if (builder.isFull() && appended) appended = sink.append(builder.take());
    return true;
  });
  if (!lines) return lines.error();
  return appended ? sink.append(builder.take()) : appended;
}

Expected<void> writeCsv(const RowSource& record, QIODevice& device) {
  const auto report = exportRows(record, ExportOptions(), device, CancelToken());
  return report ? Expected<void>() : report.error();
}

}  // namespace courier::jobrecord
