#pragma once

#include <QAbstractButton>
#include <memory>

#include "tests/widgets/PagesFixture.h"
#include "widgets/common/Button.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobsPage.h"

namespace courier::testing {

/// A Jobs page on stores of its own, with a short history and ways to point at its parts.
class JobsFixture : public PagesFixture {
 protected:
  void open() {
    m_page = std::make_unique<JobsPage>(m_jobs, m_outbox, m_settings, m_clock, spoolFolder());
    m_page->resize(1192, 772);
    m_page->show();
    ASSERT_TRUE(waitUntil([this] { return !m_page->statusText().isEmpty(); }));
  }
  Target web() {
    if (!m_web.id.isValid()) {
      m_web = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                        QStringLiteral("alice"), QStringLiteral("secret"));
    }
    return m_web;
  }
  DataTable* table() {
    for (auto* found : m_page->findChildren<DataTable*>()) {
      if (found->accessibleName() == QStringLiteral("Jobs")) return found;
    }
    qFatal("no table");
  }
  int rows() { return table()->model()->rowCount(); }
  QString cell(int row, int column) { return table()->model()->index(row, column).data().toString(); }
  QString reason() { return part<Note>(*m_page, "reason")->text(); }
  QString trouble() { return part<Note>(*m_page, "trouble")->text(); }
  /// Chooses a delivery's line and waits until all beside the list is about it.
  void choose(DeliveryId id) {
    m_page->showDelivery(id);
    auto* detail = m_page->findChild<JobDetail*>();
    ASSERT_TRUE(
        waitUntil([&] { return detail->line() && detail->line()->delivery && detail->line()->delivery->id == id; }));
  }
  Button* action(const char* name) {
    Button* shown = nullptr;
    EXPECT_TRUE(waitUntil(
        [&] {
          for (auto* button : m_page->findChildren<Button*>(QString::fromLatin1(name))) {
            if (button->isVisible()) shown = button;
          }
          return shown != nullptr;
        },
        5000))
        << name;
    return shown;
  }
  QAbstractButton* group(const QString& text) {
    for (auto* button : m_page->findChildren<Button*>()) {
      if (button->text().startsWith(text)) return button;
    }
    qFatal("no group");
  }
  void fill() {
    const Target warehouse = addTarget(QStringLiteral("warehouse"), QStringLiteral("webs://ingest.example.net:8443/v1"),
                                       QStringLiteral("loader"), QStringLiteral("secret"));
    attempt(addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path")), answer(201));
    m_refused = addDelivery(QStringLiteral("top pages"), web(), QStringLiteral("pages"));
    attempt(m_refused, answer(405));
    const JobId failed = addJob(QStringLiteral("clicks"), QStringLiteral("SELECT * FROM clicks"));
    EXPECT_TRUE(
        await(m_jobs.fail(failed, JobState::Error, QStringLiteral("Line 1, column 15: no such table: clicks"))));
    m_waiting = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path"));
    attempt(m_waiting, answer(503));
    m_paused = addDelivery(QStringLiteral("clicks"), warehouse, QStringLiteral("clicks"), 100'000, true);
    attempt(m_paused, answer(503));
    m_clock.advance(10'000);
    attempt(m_paused, answer(401, R"({"error":"token expired"})"));
  }
  std::unique_ptr<JobsPage> m_page;
  Target m_web;
  DeliveryId m_refused;
  DeliveryId m_waiting;
  DeliveryId m_paused;
};

}  // namespace courier::testing
