#pragma once

#include <gtest/gtest.h>

#include <QDirIterator>
#include <QFile>

#include "tests/support/Nginx.h"
#include "tests/support/Program.h"

namespace courier::testing {

inline const QByteArray canary = "s3cret-P\xC3\xA4$$";  // Nginx::password, and the database servers'

/// query-courier with the session's keychain, and an nginx; all that it says is noted.
class KeychainFixture : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(nginx.start().toStdString(), ""); }

  QString address(const QString& userInfo, const QString& path) const {
    return QStringLiteral("web://") + userInfo + QStringLiteral("127.0.0.1:%1").arg(nginx.port()) + path;
  }
  ProgramEnd run(const QStringList& words, const QByteArray& input = {}) {
    ProgramEnd end = program.run(words, input);
    said += end.out + end.err;
    return end;
  }
  /// Everywhere a secret must not be: the program's files and all it said; raw, percent-encoded and in base64.
  QStringList leaks(const QVector<QByteArray>& secrets = {canary}) const {
    QVector<QByteArray> forms;
    for (const QByteArray& secret : secrets) {
      forms += {secret, secret.toPercentEncoding(), secret.toBase64(), QByteArray("alice:" + secret).toBase64()};
    }
    QStringList found;
    for (const QByteArray& form : forms) {
      if (said.contains(form)) found.append(QStringLiteral("output"));
    }
    QDirIterator files(program.home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      if (!file.open(QIODevice::ReadOnly)) continue;
      const QByteArray bytes = file.readAll();
      for (const QByteArray& form : forms) {
        if (bytes.contains(form)) found.append(file.fileName());
      }
    }
    return found;
  }

  Nginx nginx;
  CourierProgram program{CourierProgram::Keychain::Session};
  QByteArray said;
};

}  // namespace courier::testing
