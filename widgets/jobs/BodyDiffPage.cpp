#include "widgets/jobs/BodyDiffPage.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/data/ResultStore.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
BodyDiffPage::BodyDiffPage(Outbox& outbox, const Clock& clock, BodySubject subject, QString spoolFolder,
                           QWidget* parent)
    : QWidget(parent),
      m_outbox(outbox),
      m_clock(clock),
      m_subject(std::move(subject)),
      m_spoolFolder(std::move(spoolFolder)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_stack = new QStackedWidget(this);
  layout->addWidget(m_stack);
  m_words = new EmptyState(QStringLiteral("table"), {}, {}, m_stack);
  m_stop = m_words->addAction(tr("Stop"));
  m_stop->setObjectName(QStringLiteral("stopComparing"));
  m_again = m_words->addAction(tr("Compare again"));
  m_again->setObjectName(QStringLiteral("compareAgain"));
  m_stop->hide();
  m_again->hide();
  m_stack->addWidget(m_words);

  m_page = new QWidget(m_stack);
  auto* page = new QVBoxLayout(m_page);
  page->setContentsMargins(0, 0, 0, 0);
  page->setSpacing(4);
  m_counts = newCopyableWords({}, m_page);
  m_counts->setObjectName(QStringLiteral("counts"));
  m_counts->setAccessibleName(tr("Number of changes"));
  m_counts->setFont(semibold(m_counts->font()));
  page->addWidget(m_counts);
  m_notes = new DimLabel({}, m_page);
  m_notes->setObjectName(QStringLiteral("notes"));
  m_notes->setWordWrap(true);
  page->addWidget(m_notes);
  page->addSpacing(4);
  m_table = new DiffTable(m_page);
  page->addWidget(m_table, 1);
  page->addStretch(0);
  m_stack->addWidget(m_page);
  connect(m_stop, &Button::clicked, this, [this] { m_cancel.cancel(); });
  connect(m_again, &Button::clicked, this, &BodyDiffPage::start);
}

BodyDiffPage::~BodyDiffPage() {
  m_cancel.cancel();
}

void BodyDiffPage::start() {
  if (m_state != State::Idle) return;
  if (!m_subject.delivery) {
    end(tr("Nothing to compare with"), tr("This result was not sent to an address, so there is no earlier one."));
    return;
  }
  m_state = State::Working;
  m_cancel = CancelToken();
  m_words->setText(tr("Comparing"), tr("Query Courier reads both bodies and compares their rows."));
  m_stop->show();
  m_again->hide();
  m_stack->setCurrentWidget(m_words);
  whenDone(m_outbox.deliveredBefore(m_subject.delivery->id), this,
           [this](const Expected<std::optional<Delivery>>& before) {
             if (!before) {
               end(tr("Not compared"), before.error().message, Way::Again);
             } else if (!*before) {
               end(tr("Nothing to compare with"),
                   tr("There is no earlier result that was delivered to %1.").arg(m_subject.delivery->targetText));
             } else {
               compareWith(**before);
             }
           });
}

void BodyDiffPage::compareWith(const Delivery& before) {
  const QString when = momentText(before.finishedMs, m_clock.nowMs());
  if (before.spoolName.isEmpty()) {
    end(tr("Nothing to compare with"),
        tr("Job %1 was delivered to %2 earlier (%3), but its body is no longer kept on this computer.")
            .arg(QString::number(before.jobId.value), before.targetText, when));
    return;
  }
  if (before.bodySha256 == m_subject.delivery->bodySha256) {
    end(tr("The same"), tr("Job %1, delivered to %2 earlier (%3), has exactly the same bytes.")
                            .arg(QString::number(before.jobId.value), before.targetText, when));
    return;
  }
  m_words->setText(tr("Comparing"), tr("Comparing this one with job %1, delivered to %2 earlier (%3).")
                                        .arg(QString::number(before.jobId.value), before.targetText, when));
  const ComparedBody older{m_spoolFolder + QLatin1Char('/') + before.spoolName, before.to.options.body, before.columns};
  const auto olderRows = sharedResult(m_spoolFolder);
  const auto newerRows = sharedResult(m_spoolFolder);
  using Compared = Expected<std::shared_ptr<const ResultDiff>>;
  whenDone(runInBackground([older, olderRows, newer = m_subject.body, newerRows, cancel = m_cancel] {
             return compareBodies(older, *olderRows, newer, *newerRows, cancel);
           }),
           this, [this, before, when, olderRows, newerRows](const Compared& compared) {
             if (!compared) {
               const bool stopped = compared.error().kind == ErrorKind::Cancelled;
               end(stopped ? tr("Stopped") : tr("Not compared"),
                   stopped ? tr("The comparison did not reach the end.") : compared.error().message, Way::Again);
               return;
             }
             m_table->setDiff(olderRows, newerRows, *compared);
             QStringList notes{tr("Compared with job %1, delivered to %2 earlier (%3).")
                                   .arg(QString::number(before.jobId.value), before.targetText, when)};
             if (before.truncated || m_subject.delivery->truncated) {
               notes.append(tr("Not all rows of the result were sent. The rows beyond the limit are not compared."));
             }
             notes.append(diffNotes(**compared));
             m_notes->setText(notes.join(QLatin1Char('\n')));
             show(**compared);
           });
}

void BodyDiffPage::show(const ResultDiff& diff) {
  m_state = State::Done;
  m_counts->setText(diffCounts(diff));
  m_table->setVisible(!diff.rows.empty());
  m_stack->setCurrentWidget(m_page);
}

void BodyDiffPage::end(const QString& title, const QString& text, Way way) {
  m_state = way == Way::Again ? State::Idle : State::Done;
  m_stop->hide();
  m_again->setVisible(way == Way::Again);
  m_words->setText(title, text);
  m_stack->setCurrentWidget(m_words);
}

}  // namespace courier
