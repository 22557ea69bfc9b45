#include "tests/models/export/ExportFixture.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::columnOf;
using testing::Null;

class MarkupExport : public testing::ExportFixture {
 protected:
  void SetUp() override {
    fill({columnOf(QStringLiteral("a|b"), ColumnType::String), columnOf(QStringLiteral("n"), ColumnType::Long)},
         {{std::string("x|y\r\n<b>*z*</b> snake_case _i_ & \\"), qint64{1}},
          {Null{}, Null{}},
          {std::string("\x1B\t"), 2.5}});
  }
};

TEST_F(MarkupExport, MarkdownShowsWhatTheValuesHold) {
  EXPECT_EQ(text({.format = ExportFormat::Markdown}),
            "| a\\|b | n |\n"
            "| --- | ---: |\n"
            "| x\\|y<br>&lt;b&gt;\\*z\\*&lt;/b&gt; snake_case \\_i\\_ &amp; \\\\ | 1 |\n"
            "| | |\n"
            "| ␛  | 2.5 |\n");
  EXPECT_EQ(text({.format = ExportFormat::Markdown, .nullText = QStringLiteral("NULL"), .rowLimit = 2}).substr(95),
            "| NULL | NULL |\n");
}

TEST_F(MarkupExport, HtmlIsAWholeDocumentThatRunsNothing) {
  if (!testing::hasPython()) GTEST_SKIP() << "no python3 here";
  fill({columnOf(QStringLiteral("<script>x"), ColumnType::String), columnOf(QStringLiteral("n"), ColumnType::Long)},
       {{std::string("</td><script>alert(1)</script>\"'&amp;\x01\n"), qint64{1}}, {Null{}, qint64{2}}});
  const QString script = QStringLiteral(
      "import sys, html.parser\n"
      "class P(html.parser.HTMLParser):\n"
      "    tags = set(); cells = []; inside = False\n"
      "    def handle_starttag(self, tag, attrs):\n"
      "        self.tags.add(tag); self.inside = tag in ('td', 'th', 'title')\n"
      "        if self.inside: self.cells.append('')\n"
      "    def handle_endtag(self, tag): self.inside = False\n"
      "    def handle_data(self, data):\n"
      "        if self.inside: self.cells[-1] += data\n"
      "p = P(); p.feed(open(sys.argv[1], encoding='utf-8').read()); print(ascii(p.cells), 'script' in p.tags)\n");
  EXPECT_EQ(
      testing::runPython(script, {file({.format = ExportFormat::Html, .title = QStringLiteral("a<b")})}).toStdString(),
      "['a<b', '<script>x', 'n', '</td><script>alert(1)</script>\"\\'&amp;\\u2401\\n', '1', '', '2'] False\n");
}

}  // namespace
}  // namespace courier
