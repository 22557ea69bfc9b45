#pragma once

#include <QLabel>
#include <QSemaphore>
#include <QTabBar>
#include <QThreadPool>

#include "tests/support/Batches.h"
#include "tests/support/Enqueue.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/jobs/BodyDialog.h"
#include "widgets/jobs/JobFacts.h"
#include "widgets/results/ResultGrid.h"

namespace courier::testing {

/// Keeps every thread of the common pool from its work as long as it lives.
class BusyPool {
 public:
  BusyPool() {
    for (int thread = 0; thread < m_threads; ++thread) m_pool->start([this] { m_free.acquire(); });
  }
  ~BusyPool() {
    m_free.release(m_threads);
    m_pool->waitForDone();
  }

 private:
  QThreadPool* m_pool = QThreadPool::globalInstance();
  const int m_threads = m_pool->maxThreadCount();
  QSemaphore m_free;
};

/// A Jobs page whose deliveries keep a body, and the dialog that shows one.
class BodyDialogFixture : public JobsFixture {
 protected:
  /// A delivered body of `bytes` at the web's `path`.
  DeliveryId deliver(const QByteArray& bytes, const BodyOptions& form = {}, const QString& path = QStringLiteral("p"),
                     qint64 rows = 3) {
    const JobId job = addJob(QStringLiteral("hourly counts"));
    SpoolFile file = body(QStringLiteral("job-%1.body").arg(job.value), bytes, rows);
    file.form = form;
    file.columns = m_columns;
    EXPECT_TRUE(await(m_jobs.succeed(job, rows, false, m_columns, file)));
    DeliveryRequest request = requestTo(web(), path);
    request.to.options.body = form;
    const auto id = await(enqueue(m_outbox, request, job, file));
    EXPECT_TRUE(id);
    m_clock.advance(60'000);
    attempt(*id, answer(201));
    return *id;
  }
  BodyDialog* openBody(DeliveryId id) {
    if (!m_page) open();
    choose(id);
    m_page->findChild<JobFacts*>()->openBody();
    EXPECT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) != nullptr; }));
    return openDialog<BodyDialog>(*m_page);
  }
  /// Until the body was read as far as it goes and the grid has heard of it.
  static bool waitRead(BodyDialog& dialog) {
    const auto* model = dialog.findChild<ResultGrid*>()->resultModel();
    return waitUntil([&] {
      return !dialog.findChild<BodyRowsPage*>()->isReading() && model->rowCount() == model->store()->rowCount();
    });
  }
  static int page(BodyDialog& dialog) { return dialog.findChild<QTabBar*>()->currentIndex(); }
  /// All words that are to be seen below `root`, a line each.
  static QString words(QWidget& root) {
    QStringList all;
    for (auto* label : root.findChildren<QLabel*>()) {
      if (label->isVisible()) all.append(label->text());
    }
    return all.join(QLatin1Char('\n'));
  }

  Columns m_columns{columnOf(QStringLiteral("id"), ColumnType::Long),
                    columnOf(QStringLiteral("name"), ColumnType::String),
                    columnOf(QStringLiteral("amount"), ColumnType::Double)};
  const QByteArray m_result = R"({"column_names":["id","name","amount"],"column_types":["long","string","double"],)"
                              R"("data":[[1,"one",1.5],[2,null,-2.0],[1234567,"three",3.0]]})";
  const QByteArray m_csv = "id,name,amount\r\n1,one,1.5\r\n2,,-2.0\r\n1234567,three,3.0\r\n";
};

}  // namespace courier::testing
