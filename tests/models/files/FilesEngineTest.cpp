#include "models/files/FilesEngine.h"

#include <QBuffer>

#include "models/data/ResultStore.h"
#include "models/export/ExportRows.h"
#include "tests/models/files/FilesFixture.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

class FilesEngineTest : public testing::FilesFixture {
 protected:
  [[nodiscard]] Expected<QuerySummary> query(const FileSources& files, const char* sql, BatchSink& sink) {
    QueryRequest request;
    request.connection.engine = Engine::Files;
    request.connection.file = files.value(0).path;
    request.connection.files = files;
    request.sql = QString::fromUtf8(sql);
    return m_engine.run(request, m_cancel, sink);
  }
  /// All of a file's rows as CSV.
  [[nodiscard]] std::string exported(const FileSource& source) {
    ResultStore store(m_folder.path());
    EXPECT_TRUE(query({source}, "SELECT * FROM t", store).ok());
    return csvOf(store);
  }
  [[nodiscard]] static std::string csvOf(const ResultStore& store) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    EXPECT_TRUE(exportRows(store, {.formulas = FormulaCells::Raw}, buffer, {}).ok());
    return buffer.data().toStdString();
  }

  FilesEngine m_engine{std::make_shared<FileCopies>(copiesFolder()), path("courier.db")};
  testing::CollectingSink m_sink;
};

TEST_F(FilesEngineTest, EachRunIsOfTheFileAsItIsThen) {
  const FileSource source = write("sales.csv", "id,amount\n1,2.5\n");
  ASSERT_TRUE(query({source}, "SELECT id, amount FROM sales", m_sink).ok());
  EXPECT_EQ(m_sink.columns[0].type, ColumnType::Long);
  EXPECT_EQ(m_sink.columns[1].type, ColumnType::Double);
  EXPECT_EQ(m_sink.rowCount(), 1);
  write("sales.csv", "id,amount\n1,2.5\n2,3.5\n");
  ASSERT_TRUE(query({source}, "SELECT id, amount FROM sales", m_sink).ok());
  EXPECT_EQ(m_sink.rowCount(), 2);
  QFile::remove(source.path);
  const auto gone = query({source}, "SELECT 1", m_sink);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().kind, ErrorKind::NotFound);
}

TEST_F(FilesEngineTest, EachRunSaysWhatOfTheFileIsMissing) {
  const FileSource bad = write("bad.csv", "a,b\n1,2\n3,4,5\n6,7\n8,9\n");
  const FileSource fine = write("fine.csv", "id\n1\n");
  const char* const words = "bad: 1 of 4 lines set apart. They are in bad_rejects.";
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(query({bad, fine}, "SELECT 1", m_sink)->notices, QStringList(QString::fromUtf8(words)));
  EXPECT_TRUE(query({fine}, "SELECT 1", m_sink)->notices.isEmpty());
  const auto shortened = query({write("short.csv", "a,b\n1,2\n3\n")}, "SELECT 1", m_sink);
  EXPECT_EQ(shortened->notices.join(u'\n'), QStringLiteral("short: 1 line(s) ended early: NULL stands for the rest."));
}

TEST_F(FilesEngineTest, FilesAreOnlyRead) {
  const FileSource source = write("sales.csv", "id\n1\n");
  for (const char* sql :
       {"DELETE FROM sales", "INSERT INTO sales VALUES (1)", "DROP TABLE sales", "UPDATE sales SET id = 2"}) {
    const auto refused = query({source}, sql, m_sink);
    ASSERT_FALSE(refused.ok()) << sql;
    EXPECT_TRUE(refused.error().message.endsWith(
        QStringLiteral("Files are only read. To change data, change the file itself.")))
        << refused.error().message.toStdString();
  }
  ASSERT_TRUE(query({source}, "SELECT * FROM sales", m_sink).ok());
  EXPECT_EQ(m_sink.rowCount(), 1);
}

TEST_F(FilesEngineTest, StopEndsTheLoading) {
  m_cancel.cancel();
  const auto stopped = query({write("sales.csv", "id\n1\n")}, "SELECT 1", m_sink);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST_F(FilesEngineTest, AnExportToCsvComesBackAsTheSameValues) {
  using testing::Null;
  const Columns columns = {testing::columnOf(QStringLiteral("id"), ColumnType::Long),
                           testing::columnOf(QStringLiteral("a,\"b\"\nc"), ColumnType::String),
                           testing::columnOf(QStringLiteral("real"), ColumnType::Double),
                           testing::columnOf(QStringLiteral("code"), ColumnType::String),
                           testing::columnOf(QStringLiteral("blob"), ColumnType::String),
                           testing::columnOf(QStringLiteral("truth"), ColumnType::Boolean)};
  const std::vector<testing::Row> rows = {
      {qint64{1}, std::string("plain"), 1.5, std::string("007"), testing::Blob{"\xFF\x01"}, true},
      {qint64{-9223372036854775807}, std::string(""), 0.1, std::string("1e5"), Null{}, false},
      {Null{}, Null{}, Null{}, std::string("+5"), Null{}, Null{}},
      {qint64{3}, std::string("a,b;c\td|e"), -0.0, std::string(" 5 "), testing::Blob{""}, true},
      {qint64{4}, std::string("two\nlines\r\nand\rmore"), 1e300, std::string("NULL"), Null{}, true},
      {qint64{5}, std::string("say \"hi\", 'you' \\ back"), 5e-324, std::string("\\N"), Null{}, true},
      {qint64{6}, std::string("日本語 😀"), 0.30000000000000004, std::string("2024-02-29"), Null{}, true},
      {qint64{7}, std::string("\"quoted\""), 123456789012.5, std::string("0x1F"), Null{}, true},
      {qint64{8}, std::string("="), 1e15, std::string("-0"), Null{}, true}};
  ResultStore store(m_folder.path());
  ASSERT_TRUE(store.begin(columns).ok());
  ASSERT_TRUE(store.append(testing::batchOf(6, rows)).ok());
  const std::string first = csvOf(store);
  FileSource source = write("out.csv", first);
  source.table = QStringLiteral("t");
  // The header's line break is no part of a name.
  std::string named = first;
  named.replace(named.find("\"a,\"\"b\"\"\nc\""), 11, "\"a,\"\"b\"\" c\"");
  EXPECT_EQ(exported(source), named);
  const LoadedFiles loaded = load({source});
  EXPECT_EQ(columns.size(), loaded.tables[0].columns.size());
  EXPECT_EQ(loaded.tables[0].findings.rejected + loaded.tables[0].findings.shortRows, 0);
  EXPECT_EQ(ask(loaded, "SELECT count(*), count(id), count(blob) FROM t"), "9|8|2");
}

TEST_F(FilesEngineTest, TheTreeSeesTheTables) {
  DatabaseAccess access;
  access.connection.engine = Engine::Files;
  access.connection.files = {write("sales.csv", "id,,amount\n1,a,2.5\nx,y,z,9\n"), write("b.json", "[{\"a\":1}]")};
  EXPECT_EQ(m_engine.schemas(access, m_cancel)->size(), 1);
  EXPECT_TRUE(copies().isEmpty()) << "the first level loads nothing";
  const auto tables = m_engine.tables(access, {}, m_cancel);
  ASSERT_TRUE(tables.ok());
  QStringList lines;
  for (const TableInfo& table : *tables) lines.append(table.name + u':' + table.comment);
  EXPECT_EQ(lines.join(u'/'),
            QStringLiteral("b:/sales:1 of 2 lines set apart./sales_rejects:What is no row of sales."));
  const auto columns = m_engine.columns(access, {{}, QStringLiteral("sales")}, m_cancel);
  ASSERT_TRUE(columns.ok());
  lines.clear();
  for (const TableColumn& column : *columns)
    lines.append(column.name + u' ' + column.databaseType + u' ' + column.comment);
  EXPECT_EQ(lines.join(u'/'), QStringLiteral("id INTEGER /column2 TEXT /amount REAL "));
  const auto details = m_engine.details(access, {{}, QStringLiteral("sales")}, m_cancel);
  ASSERT_TRUE(details.ok());
  EXPECT_TRUE(details->createText.startsWith(QStringLiteral("CREATE TABLE")));
}

TEST_F(FilesEngineTest, TheTestOfAConnectionGoesStepByStep) {
  const auto words = [this](const FileSource& source) {
    DatabaseAccess access;
    access.connection.engine = Engine::Files;
    access.connection.files = {source};
    std::string all;
    for (const ConnectionStep& step : m_engine.check(access, m_cancel)) {
      const char* const marks[] = {"+ ", "? ", "- "};
      all += marks[static_cast<int>(step.outcome)] + step.words.toStdString() + "\n";
    }
    return all;
  };
  EXPECT_EQ(words(write("a.csv", "id\n1\n2\n")), "+ 1 file(s) can be read.\n+ a has 2 rows.\n+ Files are only read.\n");
  EXPECT_EQ(words(write("b.csv", "id,b\n1,2\n2\n")),
            "+ 1 file(s) can be read.\n? b has 2 rows. 1 line(s) ended early: NULL stands for the rest.\n+ Files are "
            "only read.\n");
  EXPECT_TRUE(words(write("c.csv", "")).find("- “c.csv” is empty") != std::string::npos);
  FileSource none;
  none.path = path("none.csv");
  EXPECT_TRUE(words(none).starts_with("- There is no file"));
}

}  // namespace
}  // namespace courier
