#pragma once

#include <QLocale>
#include <QStringList>
#include <QVector>
#include <memory>

#include "models/files/FileRows.h"
#include "models/query/FileSources.h"

namespace courier {

enum class FileForm { Csv, JsonArray, JsonLines };

/// How a file is to be read as a table: what the person chose, and for the rest what its beginning, and pieces all over
/// it, let guess.
struct FileLayout {
  FileForm form = FileForm::Csv;
  CsvReading csv;       ///< of JSON, the encoding alone
  FileColumns columns;  ///< of JSON, those of the beginning
  /// The first rows as texts, for people: a null QString is NULL.
  QVector<QStringList> firstRows;
  qint64 bytes = 0;
  bool isPacked = false;
};

/// Blocking. Errors as FileBytes' and InvalidInput: nothing in it, more columns than a table can have.
[[nodiscard]] Expected<FileLayout> guessLayout(const FileSource& source, const QLocale& locale = QLocale::system());
/// The same source with what only this computer's language decided (an old code page, 1,234 with a comma for a decimal
/// sign) written down as chosen: programs that run with another language read it the same. Blocking; errors as
/// guessLayout()'s.
[[nodiscard]] Expected<FileSource> settledSource(const FileSource& source, const QLocale& locale = QLocale::system());
/// What of a language matters for the source; the same words, the same table.
[[nodiscard]] QString languageKey(const FileSource& source, const QLocale& locale = QLocale::system());

/// Reads the file from its beginning as the layout says.
[[nodiscard]] Expected<std::unique_ptr<FileRows>> openRows(const FileSource& source, const FileLayout& layout,
                                                           FileRows::Mode mode);

/// The columns of JSON with names that a table can have, and with the types that were chosen.
[[nodiscard]] FileColumns jsonColumns(const FileSource& source, FileColumns found);

/// As many columns as SQLite's tables have.
inline constexpr qsizetype mostFileColumns = 2000;
[[nodiscard]] Error tooManyColumns(const FileSource& source, qsizetype columns);

/// A name for the file's table: its own, without what tells its form, and none of those `taken` (in any case of their
/// letters).
[[nodiscard]] QString tableNameFor(const FileSource& source, const QStringList& taken);

}  // namespace courier
