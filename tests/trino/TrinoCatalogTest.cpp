#include <gtest/gtest.h>

#include "tests/support/CatalogLines.h"
#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

using testing::catalogLines;

class TrinoTree : public testing::TrinoFixture {
 protected:
  using TrinoFixture::TrinoFixture;
  [[nodiscard]] DatabaseAccess access(const char* catalog = "tpch") const {
    Connection connection = m_request.connection;
    connection.database = QString::fromLatin1(catalog);
    return {connection, m_request.password};
  }
  void expectTree(const QString& view) {
    const auto catalogs = m_engine.catalogs(access(), {});
    ASSERT_TRUE(catalogs.ok()) << catalogs.error().message.toStdString();
    QStringList names;
    for (const CatalogInfo& catalog : *catalogs) names += catalog.name;
    EXPECT_EQ(names, (QStringList{QStringLiteral("memory"), QStringLiteral("system"), QStringLiteral("tpch")}));
    const auto schemas = m_engine.schemas(access(), {});
    ASSERT_TRUE(schemas.ok()) << schemas.error().message.toStdString();
    EXPECT_TRUE(std::any_of(schemas->begin(), schemas->end(),
                            [](const SchemaInfo& schema) { return schema.name == u"tiny" && schema.isDefault; }));
    const QStringList tiny = catalogLines(m_engine, access(), QStringLiteral("tiny"));
    EXPECT_TRUE(tiny.contains(QStringLiteral("region regionkey:bigint name:varchar(25) comment:varchar(152)")))
        << tiny.join(u'\n').toStdString();
    EXPECT_EQ(tiny.size(), 8);

    ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS memory.default.\"odd \"\"name\"; CREATE TABLE "
                                     "memory.default.\"odd \"\"name\" (a array(integer), \"b c\" decimal(10, 2)); "
                                     "CREATE OR REPLACE VIEW memory.default.seen AS SELECT nationkey FROM "
                                     "tpch.tiny.nation"))
                  .toStdString(),
              "");
    const QStringList own = catalogLines(m_engine, access("memory"), QStringLiteral("default"));
    EXPECT_EQ(own.filter(QStringLiteral("odd")).size(), 1) << own.join(u'\n').toStdString();
    EXPECT_TRUE(own.contains(QStringLiteral("seen view nationkey:bigint"))) << own.join(u'\n').toStdString();
    const TableName odd{QStringLiteral("default"), QStringLiteral("odd \"name")};
    const auto columns = m_engine.columns(access("memory"), odd, {});
    ASSERT_TRUE(columns.ok()) << columns.error().message.toStdString();
    ASSERT_EQ(columns->size(), 2);
    EXPECT_EQ(columnTypeName(columns->at(0).type, columns->at(0).element), u"array<int>");
    EXPECT_EQ(columns->at(1).name, u"b c");
    const auto details = m_engine.details(access("memory"), odd, {});
    ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
    EXPECT_TRUE(details->createText.startsWith(QStringLiteral("CREATE TABLE"))) << details->createText.toStdString();
    const auto ofView = m_engine.details(access("memory"), {QStringLiteral("default"), QStringLiteral("seen")}, {});
    ASSERT_TRUE(ofView.ok()) << ofView.error().message.toStdString();
    EXPECT_TRUE(ofView->createText.startsWith(view)) << ofView->createText.toStdString();
    EXPECT_EQ(m_engine.columns(access("memory"), {QStringLiteral("default"), QStringLiteral("gone")}, {}).error().kind,
              ErrorKind::NotFound);
  }
};

TEST_F(TrinoTree, CatalogsSchemasTablesAndColumns) {
  expectTree(QStringLiteral("CREATE VIEW"));
}

class PrestoTree : public TrinoTree {
 protected:
  PrestoTree() : TrinoTree("COURIER_PRESTO") {}
};

TEST_F(PrestoTree, CatalogsSchemasTablesAndColumns) {
  expectTree(QStringLiteral("CREATE VIEW"));
}

}  // namespace
}  // namespace courier
