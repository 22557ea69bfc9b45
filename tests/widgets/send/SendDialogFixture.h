#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>

#include "models/data/ResultStore.h"
#include "models/jobs/JobSpool.h"
#include "tests/support/Batches.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/send/SendDialog.h"

namespace courier::testing {

/// The send dialog with a result, and what it hands on to be sent.
class SendDialogFixture : public PagesFixture {
 protected:
  ~SendDialogFixture() override { delete m_dialog; }
  static ColumnBatchPtr counts() {
    ColumnBatchBuilder builder(2);
    const std::pair<const char*, qint64> rows[] = {{"200", 4981}, {"404", 17}, {"500", 2}};
    for (const auto& [code, count] : rows) {
      builder.appendText(0, code);
      builder.appendInteger(1, count);
      builder.endRow();
    }
    return builder.take();
  }
  void open(int rows = 3, bool incomplete = false, SecretStore* secrets = nullptr, const QString& preferred = {}) {
    auto store = std::make_shared<ResultStore>(m_database.folder());
    ASSERT_TRUE(store->begin(
        {{.name = QStringLiteral("code"), .databaseType = {}}, {.name = QStringLiteral("cnt"), .databaseType = {}}}));
    if (rows == 3) {
      ASSERT_TRUE(store->append(counts()));
    } else {
      for (int row = 0; row < rows; row += 1000) {
        ASSERT_TRUE(store->append(numberedBatch(row, std::min(1000, rows - row))));
      }
    }
    ShownResult shown;
    shown.job = addJob(QStringLiteral("hourly counts"));
    shown.queryName = QStringLiteral("hourly counts");
    shown.result = store;
    shown.rows = rows;
    shown.incomplete = incomplete;
    shown.preferredTarget = preferred;
    show(shown, secrets);
  }
  void show(const ShownResult& shown, SecretStore* secrets = nullptr) {
    const auto send = [this, shown](const std::shared_ptr<const RowSource>& rows,
                                    const QVector<DeliveryRequest>& requests, bool moreRowsExist) {
      ++m_sends;
      m_requests = requests;
      m_request = requests.constFirst();
      m_moreRows = moreRowsExist;
      if (m_failure) return QtFuture::makeReadyFuture(Expected<QVector<DeliveryId>>(*m_failure));
      const auto bodies = bodiesOfShown(*rows, requests, moreRowsExist, spoolFolder());
      if (!bodies) qFatal("no bodies");
      m_file = bodies->constFirst().body;
      return m_outbox.enqueueAll(*bodies, shown.job);
    };
    m_dialog = new SendDialog(shown, m_targets, m_outbox, secrets ? *secrets : m_secrets, send);
    m_dialog->open();
    activate(*m_dialog);
    const auto saved = static_cast<int>(await(m_targets.all())->size());
    ASSERT_TRUE(waitUntil([&] { return part<QComboBox>(*m_dialog, "target")->count() > saved; }));
    ASSERT_TRUE(waitUntil([this] { return size().contains(QStringLiteral("row")); }));
  }
  QLineEdit* edit(const char* name) { return part<QLineEdit>(*m_dialog, name); }
  Button* sendButton() { return part<Button>(*m_dialog, "send"); }
  QString head() { return part<TextView>(*m_dialog, "head")->toPlainText(); }
  QString size() { return part<QLabel>(*m_dialog, "size")->text(); }
  QString trouble() { return part<Note>(*m_dialog, "trouble")->text(); }
  QString outcome() {
    const auto* note = m_dialog->findChild<Note*>(QStringLiteral("outcome"));
    return note ? note->text() : QString();
  }

  QPointer<SendDialog> m_dialog;
  int m_sends = 0;
  QVector<DeliveryRequest> m_requests;
  DeliveryRequest m_request;  ///< the first of them
  bool m_moreRows = false;
  SpoolFile m_file;
  std::optional<Error> m_failure;
};

}  // namespace courier::testing
