#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <string>

#include "models/base/Gzip.h"
#include "models/files/FileCopies.h"

namespace courier::testing {

/// Files of the test's own, and what their copies hold.
class FilesFixture : public ::testing::Test {
 protected:
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
  [[nodiscard]] QString copiesFolder() const { return m_folder.filePath(QStringLiteral("copies")); }
  FileSource write(const char* name, const std::string& bytes) {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write a file");
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    FileSource source;
    source.path = file.fileName();
    return source;
  }
  [[nodiscard]] static std::string packed(const std::string& bytes) {
    GzipPacker packer;
    std::string out;
    if (!packer.add(bytes, out) || !packer.finish(out)) qFatal("cannot pack");
    return out;
  }
  /// Loads it; the test fails where that fails.
  LoadedFiles load(const FileSources& sources) {
    auto loaded = m_copies.ensure(sources, m_cancel, m_progressed);
    EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().message.toStdString());
    return loaded.ok() ? *loaded : LoadedFiles();
  }
  [[nodiscard]] std::string failure(const FileSource& source) {
    const auto loaded = m_copies.ensure({source}, m_cancel);
    return loaded.ok() ? std::string("no failure") : loaded.error().message.toStdString();
  }
  /// "a:INTEGER b:TEXT" of the first table.
  [[nodiscard]] static std::string columns(const LoadedFiles& loaded) {
    std::string words;
    for (const FileColumn& column : loaded.tables.value(0).columns)
      words += (words.empty() ? "" : " ") + column.name.toStdString() + ":" + cellTypeName(column.type);
    return words;
  }
  /// Rows as "a|b/c|d": texts in ', NULL as NULL, each value as SQLite keeps it.
  [[nodiscard]] static std::string ask(const LoadedFiles& loaded, const char* sql) {
    sqlite3* handle = nullptr;
    sqlite3_open_v2(loaded.database.toUtf8().constData(), &handle, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* statement = nullptr;
    std::string out;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr) != SQLITE_OK) out = sqlite3_errmsg(handle);
    for (bool isFirst = true; sqlite3_step(statement) == SQLITE_ROW; isFirst = false) {
      if (!isFirst) out += '/';
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        if (column > 0) out += '|';
        const int type = sqlite3_column_type(statement, column);
        const char* const quote = type == SQLITE_TEXT ? "'" : "";
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        out += quote;
        out += type == SQLITE_NULL ? "NULL"
                                   : std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement, column)));
        out += quote;
      }
    }
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return out;
  }
  /// Of a file that is loaded as the table "t".
  [[nodiscard]] std::string rowsOf(const char* name, const std::string& bytes) {
    FileSource source = write(name, bytes);
    source.table = QStringLiteral("t");
    const LoadedFiles loaded = load({source});
    return columns(loaded) + " = " + ask(loaded, "SELECT * FROM t ORDER BY rowid");
  }
  [[nodiscard]] QStringList copies(const char* ending = "*.db") const {
    return QDir(copiesFolder()).entryList({QLatin1String(ending)}, QDir::Files);
  }

  QTemporaryDir m_folder;
  FileCopies m_copies{copiesFolder()};
  CancelToken m_cancel;
  LoadProgressed m_progressed;
};

}  // namespace courier::testing
