#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "models/storage/Database.h"
#include "models/storage/Session.h"
#include "tests/support/Await.h"
#include "tests/support/SourceFolder.h"

namespace courier::testing {

/// A data folder whose courier.db may be the kept one of version 1.
class DatabaseFilesFixture : public ::testing::Test {
 protected:
  using Files = QMap<QString, QByteArray>;

  [[nodiscard]] QString folder() const { return m_folder.path(); }
  [[nodiscard]] QString path(const QString& name = QStringLiteral("courier.db")) const {
    return m_folder.filePath(name);
  }
  void copyFixture() {
    ASSERT_TRUE(QFile::copy(sourcePath(QStringLiteral("tests/data/courier-v1.db")), path()));
    ASSERT_TRUE(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
  }
  Expected<OpenReport> open(const migrations::Steps& steps, OwnerLock lock) {
    Database database(folder(), steps);
    return await(database.open(lock));
  }
  /// Every file's bytes but the -shm's, which is no data but an index that every reader may build anew.
  static Files filesIn(const QString& folder) {
    Files files;
    for (const QString& name : QDir(folder).entryList(QDir::Files)) {
      if (name.endsWith(QLatin1String("-shm"))) continue;
      QFile file(QDir(folder).filePath(name));
      if (file.open(QIODevice::ReadOnly)) files.insert(name, file.readAll());
    }
    return files;
  }
  static QVariant value(const QString& path, const QString& sql) {
    auto connection = ScopedConnection::open(path, ScopedConnection::Access::ReadOnly);
    if (!connection) return {};
    const auto found = (*connection)->session().row(sql, {}, [](const QSqlQuery& query) { return query.value(0); });
    return found ? found->value_or(QVariant()) : QVariant();
  }
  /// The steps that the kept database knows.
  static migrations::Steps kept() { return {migrations::builtIn().first()}; }

  QTemporaryDir m_folder;
};

}  // namespace courier::testing
