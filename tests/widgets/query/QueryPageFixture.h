#pragma once

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <memory>

#include "tests/support/QueryFixture.h"
#include "widgets/query/QueryPage.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/query/SqlEditor.h"

namespace courier::testing {

/// A Query page on real services, with the sample's query in its one tab.
class QueryPageFixture : public ::testing::Test {
 protected:
  QueryPageFixture() { open(); }

  void open() {
    m_page = std::make_unique<QueryPage>(m_services.connections, m_services.queryRunner,
                                         QueryTabServices{m_services.queries, m_services.jobRunner, m_services.targets,
                                                          m_services.settings, m_services.spoolFolder});
    QSignalSpy restored(m_page.get(), &QueryPage::restored);
    m_page->resize(1192, 772);
    m_page->restore({QStringLiteral("hourly counts"), m_sampleSql, QStringLiteral("testdb")});
    m_page->show();
    if (!QTest::qWaitForWindowActive(m_page.get())) qFatal("no active window");
    if (!waitUntil([&] { return restored.count() == 1; })) qFatal("not restored");
  }
  [[nodiscard]] QueryTab* tab() const { return m_page->tabs()->current(); }
  void write(const QString& sql) {
    tab()->editor()->load(sql, 0);
    tab()->focusEditor();
  }

  const QString m_sampleSql = QStringLiteral(
      "SELECT code, COUNT(1) AS cnt,\n       MAX(NULLIF(referer, '-')) AS referer\nFROM www_access\nGROUP BY code");
  QueryFixture m_services;
  std::unique_ptr<QueryPage> m_page;
};

}  // namespace courier::testing
