#pragma once

#include <QJsonArray>
#include <QString>
#include <QStringList>
#include <QVector>
#include <utility>

#include "models/base/Expected.h"

namespace courier {

/// One file that is a table of a connection, and what a person chose for it. What is "" is guessed from the file.
struct FileSource {
  QString path;       ///< absolute
  QString table;      ///< "": after the file
  QString form;       ///< csv, json (an array of objects), jsonl (an object a line)
  QString encoding;   ///< utf-8, utf-16le, utf-16be, windows-1252, or another that Qt knows
  QString delimiter;  ///< one character
  QString quote;      ///< one character, or none
  QString escape;     ///< of a quote in quotes: double or backslash
  QString header;     ///< on or off
  QString decimal;    ///< , or .
  QStringList nulls;  ///< words that are NULL where they are not quoted
  /// Columns by their name in the table, and INTEGER, REAL or TEXT.
  QVector<std::pair<QString, QString>> types;

  /// Takes one option as a URL gives it: table, format, encoding, delimiter (a character or tab), quote (a character or
  /// none), escape, header, decimal, null and type (COLUMN:TYPE), the last two again and again. InvalidInput names the
  /// option and what it may be.
  [[nodiscard]] Expected<void> set(const QString& name, const QString& value);
  /// Those that were chosen, as set() takes them.
  [[nodiscard]] QVector<std::pair<QString, QString>> toPairs() const;
  bool operator==(const FileSource&) const = default;
};

/// The files of a connection, each a table.
using FileSources = QVector<FileSource>;

/// As courier.db keeps them.
[[nodiscard]] QJsonArray fileSourcesToJson(const FileSources& sources);
/// What cannot be read is left out.
[[nodiscard]] FileSources fileSourcesFromJson(const QJsonArray& json);

/// The part of a `file:` URL behind the scheme: /path/a.csv?option=value&file=/path/b.csv&option=value. A path is
/// percent-decoded, where its percent signs stand for bytes, and taken from `workingFolder`; a question mark belongs to
/// the path unless NAME= follows. An option belongs to the file before it. InvalidInput names the part. Pure.
[[nodiscard]] Expected<FileSources> fileSourcesFromUrl(const QString& rest, const QString& workingFolder);
/// The same back.
[[nodiscard]] QString fileSourcesUrl(const FileSources& sources);

}  // namespace courier
