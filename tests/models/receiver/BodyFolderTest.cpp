#include "models/receiver/BodyFolder.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace courier {

namespace {

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not readable");
}

HttpRequest request(const QByteArray& target, const QByteArray& body) {
  HttpRequest made;
  made.method = "PUT";
  made.target = target;
  made.body = body;
  return made;
}

TEST(BodyFolderTest, NamesFilesAfterTheRequestAndNothingElse) {
  const QVector<QPair<QByteArray, QString>> table = {
      {"/daily/hits", QStringLiteral("0007-daily-hits")},
      {"/", QStringLiteral("0007")},
      {"*", QStringLiteral("0007")},
      {"/a.json?x=/../y", QStringLiteral("0007-a")},
      {"/a.csv.GZ", QStringLiteral("0007-a")},
      {"/../../etc/passwd", QStringLiteral("0007-etc-passwd")},
      {"/..", QStringLiteral("0007")},
      {"/.hidden/..", QStringLiteral("0007-hidden")},
      {"/%2e%2e%2fx", QStringLiteral("0007-2e-2e-2fx")},
      {"/a\\b:c|d\"e", QStringLiteral("0007-a-b-c-d-e")},
      {"http://u:p@host/x/y", QStringLiteral("0007-x-y")},
      {"http://u:p@host", QStringLiteral("0007")},
      {"/tr\xc3\xa9s", QStringLiteral("0007-tr-s")},
      {"/" + QByteArray(500, 'a'), QStringLiteral("0007-") + QString(80, u'a')},
  };
  for (const auto& [target, stem] : table) {
    EXPECT_EQ(BodyFolder::stemFor(7, target), stem) << target.toStdString();
  }
  EXPECT_EQ(BodyFolder::stemFor(12345, "/x"), QStringLiteral("12345-x"));
}

TEST(BodyFolderTest, EndsNamesByTheContentType) {
  const QVector<QPair<QByteArray, QString>> table = {
      {"", QStringLiteral(".json")},
      {"application/json; charset=utf-8", QStringLiteral(".json")},
      {"application/problem+JSON", QStringLiteral(".json")},
      {"text/csv", QStringLiteral(".csv")},
      {"application/x-ndjson; charset=utf-8", QStringLiteral(".ndjson")},
      {"image/png", QStringLiteral(".bin")},
  };
  for (const auto& [type, ending] : table) {
    HttpRequest typed = request("/x", "");
    if (!type.isEmpty()) typed.headers.append(qMakePair(QByteArray("content-type"), type));
    EXPECT_EQ(BodyFolder::endingFor(typed), ending) << type.toStdString();
    typed.headers.append(qMakePair(QByteArray("Content-Encoding"), QByteArray("gzip")));
    EXPECT_EQ(BodyFolder::endingFor(typed), ending + QStringLiteral(".gz")) << type.toStdString();
  }
}

TEST(BodyFolderTest, MakesTheFolderAndNeverWritesOverAFile) {
  const QTemporaryDir scratch;
  const BodyFolder folder(scratch.filePath(QStringLiteral("new/one")));
  const auto first = folder.save(1, request("/x", QByteArray("a\0b", 3)));
  const auto second = folder.save(1, request("/x", "other"));
  const auto empty = folder.save(2, request("/x", ""));
  ASSERT_TRUE(first.ok() && second.ok() && empty.ok());
  EXPECT_EQ(*first, scratch.filePath(QStringLiteral("new/one/0001-x.json")));
  EXPECT_EQ(contentOf(*first), QByteArray("a\0b", 3));
  EXPECT_EQ(*second, scratch.filePath(QStringLiteral("new/one/0001-x-2.json")));
  EXPECT_EQ(contentOf(*second), "other");
  EXPECT_EQ(contentOf(*empty), "");
}

TEST(BodyFolderTest, SaysWhereItCouldNotSave) {
  const QTemporaryDir scratch;
  QFile inTheWay(scratch.filePath(QStringLiteral("file")));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  inTheWay.close();
  const auto saved = BodyFolder(scratch.filePath(QStringLiteral("file/below"))).save(1, request("/x", "y"));
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().kind, ErrorKind::Storage);
  EXPECT_FALSE(saved.error().message.isEmpty());
}

}  // namespace

}  // namespace courier
