#include "models/query/ErrorPlace.h"

#include <QCoreApplication>

#include "models/query/ClientCommand.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

struct ErrorPlaceTr {
  Q_DECLARE_TR_FUNCTIONS(ErrorPlace)
};

}  // namespace

TextPosition editorPosition(const QueryRequest& request, int statement, qsizetype offset) {
  const TextPosition& origin = request.origin;
  TextPosition position = sqltext::positionAt(request.sql, offset);
  if (position.line == 1) position.column += origin.column - 1;
  position.line += origin.line - 1;
  position.statement = statement + origin.statement - 1;
  return position;
}

Error placedError(const QueryRequest& request, Error error, int statement, qsizetype offset, bool isNamed) {
  if (error.kind == ErrorKind::Cancelled) return error;
  const TextPosition position = editorPosition(request, statement, offset);
  if (isNamed) {
    error.message = ErrorPlaceTr::tr("Statement %1, line %2, column %3: %4")
                        .arg(QString::number(position.statement), QString::number(position.line),
                             QString::number(position.column), error.message);
  }
  error.position = position;
  return error;
}

std::optional<Error> textError(const QueryRequest& request, const SqlDialect& dialect) {
  if (const qsizetype nul = request.sql.indexOf(QChar::Null); nul >= 0) {
    const auto before = sqltext::split(QStringView(request.sql).first(nul + 1), dialect);
    return placedError(request,
                       Error::of(ErrorKind::Sql, ErrorPlaceTr::tr("there is a NUL character in the text; delete it")),
                       static_cast<int>(before.size()), nul, true);
  }
  const auto command = clientCommandIn(request.sql, dialect);
  if (!command) return std::nullopt;
  return placedError(request, Error::of(ErrorKind::Sql, command->sentence), command->statement, command->offset, true);
}

}  // namespace courier
