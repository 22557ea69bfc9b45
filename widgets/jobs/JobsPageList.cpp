// JobsPage: reading the list, and older lines as one scrolls.
#include <QDateTime>
#include <QStackedWidget>
#include <QTimer>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobFilterBar.h"
#include "widgets/jobs/JobsPage.h"

namespace courier {
namespace {

constexpr int kPage = 200;
/// After a list was read, as many times as long as that took are left to others.
constexpr int kRest = 4;

/// A job with several deliveries has several lines, one below the other.
int jobCount(const QVector<JobLine>& lines) {
  int jobs = 0;
  JobId last;
  for (const JobLine& line : lines) {
    if (line.job.id != last) ++jobs;
    last = line.job.id;
  }
  return jobs;
}

}  // namespace

void JobsPage::reload() {
  m_soon.ask();
}

JobFilter JobsPage::filter() const {
  JobFilter wanted = m_filter->filter();
  // What was read by scrolling stays, as long as the same lines are wanted.
  wanted.limit = wanted.sameLines(m_shown) ? qMax(kPage, jobCount(m_model.rows())) : kPage;
  return wanted;
}

void JobsPage::load() {
  if (m_loading) {
    m_loadAgain = true;
    return;
  }
  m_loading = true;
  ++m_generation;
  m_since.start();
  const JobFilter asked = filter();
  whenDone(m_jobs.lines(asked), this, [this, asked](const Expected<QVector<JobLine>>& lines) {
    m_loading = false;
    m_loadingMore = false;
    m_soon.setMoment(std::max(kReload, kRest * std::chrono::milliseconds(m_since.elapsed())));
    const bool stillAsked = filter().sameLines(asked);
    if (!lines) {
      complain(lines.error());
    } else if (stillAsked) {
      m_loaded = true;
      endComplaint();
      take(*lines, asked);
    }
    if (m_loadAgain) {
      m_loadAgain = false;
      stillAsked ? reload() : load();
    }
  });
  whenDone(m_jobs.totals(), this, [this](const Expected<JobStore::Totals>& totals) {
    if (totals) showTotals(*totals);
  });
  m_filter->loadTargets();
}

void JobsPage::take(const QVector<JobLine>& lines, const JobFilter& asked) {
  m_shown = asked;
  m_hasMore = jobCount(lines) >= asked.limit;
  m_model.setRows(lines);
  const bool isRestricted = asked.isRestricted();
  m_emptyReset->setVisible(isRestricted);
  if (lines.isEmpty()) {
    isRestricted
        ? m_empty->setText(tr("Nothing here"),
                           tr("No job fits all of this: %1.").arg(m_filter->restrictions().join(QStringLiteral(", "))))
        : m_empty->setText(tr("No job yet"), tr("Run a query on the Query page: every run, and everything that "
                                                "was sent, is written down here."));
  }
  m_stack->setCurrentIndex(lines.isEmpty() ? 1 : 0);
  findWanted();
  if (!m_table->currentIndex().isValid() && !lines.isEmpty()) m_table->selectRow(0);
  showChosen();
}

void JobsPage::loadMore() {
  if (!m_hasMore || m_loadingMore || m_model.rowCount() == 0) return;
  m_loadingMore = true;
  const int generation = m_generation;
  JobFilter asked = filter();
  asked.limit = kPage;
  asked.beforeJob = m_model.rows().last().job.id.value;
  whenDone(m_jobs.lines(asked), this, [this, generation, asked](const Expected<QVector<JobLine>>& lines) {
    if (generation != m_generation) return;
    m_loadingMore = false;
    if (!lines) return complain(lines.error());
    m_hasMore = jobCount(*lines) >= asked.limit;
    m_model.setRows(m_model.rows() + *lines);
    findWanted();
  });
}

void JobsPage::findWanted() {
  if (!m_wanted.delivery.isValid() && !m_wanted.job.isValid()) return;
  const int row =
      m_wanted.delivery.isValid() ? m_model.rowOfDelivery(m_wanted.delivery) : m_model.rowOfJob(m_wanted.job);
  if (row < 0) return lookFurther();
  m_wanted = {};
  m_table->selectRow(row);
  m_table->scrollTo(m_model.index(row, 0));
}

// What was written a moment ago comes with the next reading; what is older than all lines has its day.
void JobsPage::lookFurther() {
  if (!m_hasMore) return;
  if (m_wanted.isDated) {
    if (m_model.rows().last().job.id > m_wanted.job) loadMore();
  } else if (m_wanted.delivery.isValid()) {
    whenDone(m_outbox.find(m_wanted.delivery), this, [this](const Expected<Delivery>& found) {
      if (found && found->id == m_wanted.delivery) showDayOf(found->jobId, found->createdMs);
    });
  } else {
    whenDone(m_jobs.find(m_wanted.job), this, [this](const Expected<Job>& found) {
      if (found && found->id == m_wanted.job) showDayOf(found->id, found->createdMs);
    });
  }
}

void JobsPage::showDayOf(JobId job, qint64 atMs) {
  if (m_wanted.isDated || m_model.rowCount() == 0 || !(m_model.rows().last().job.id > job)) return;
  m_wanted.job = job;
  m_wanted.isDated = true;
  m_filter->showDay(QDateTime::fromMSecsSinceEpoch(atMs).date());
}

void JobsPage::complain(const Error& error) {
  m_loadingMore = false;
  if (m_complaint == error.message && m_note->text() == m_complaint) return;
  m_complaint = error.message;
  m_note->say(Tone::Bad, error.message);
  connect(m_note->addAction(tr("Try again")), &Button::clicked, this, &JobsPage::load);
}

/// What else the note says stays.
void JobsPage::endComplaint() {
  if (m_complaint.isEmpty()) return;
  if (m_note->text() == m_complaint) m_note->say(Tone::Bad, m_trouble);
  m_complaint.clear();
}

}  // namespace courier
