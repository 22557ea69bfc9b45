#include "widgets/jobs/JobFacts.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/jobs/JobTableModel.h"
#include "models/jobs/KeptBody.h"
#include "models/outbox/FailureText.h"
#include "widgets/common/Button.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"
#include "widgets/jobs/BodyDialog.h"

namespace courier {
namespace {

constexpr int kFactNameWidth = 96;
constexpr int kBetweenFacts = 16;
constexpr int kFewestLines = 1;
constexpr int kMostLines = 5;
constexpr int kAroundLines = 20;  ///< px that the box of the SQL needs besides its lines
constexpr qint64 kShownBytes = 64 * 1024;

QLabel* newFact(QWidget* parent) {
  return newCopyableWords(QStringLiteral("–"), parent);
}

}  // namespace

JobFacts::JobFacts(Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent)
    : QWidget(parent), m_outbox(outbox), m_clock(clock), m_spoolFolder(std::move(spoolFolder)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(4);
  grid->setColumnMinimumWidth(0, kFactNameWidth);
  grid->setColumnStretch(1, 1);
  m_when = newFact(this);
  m_when->setObjectName(QStringLiteral("when"));
  m_duration = newFact(this);
  m_duration->setObjectName(QStringLiteral("duration"));
  m_connection = newFact(this);
  m_sql = new TextView(tr("SQL"), this);
  m_sql->setObjectName(QStringLiteral("sql"));
  auto* openQuery = new Button(tr("Open in editor"), ButtonKind::Quiet, this);
  openQuery->setObjectName(QStringLiteral("openInEditor"));
  connect(openQuery, &Button::clicked, this, &JobFacts::openQueryRequested);
  m_result = newFact(this);
  m_result->setObjectName(QStringLiteral("result"));
  m_body = newWords({}, this);
  m_body->setObjectName(QStringLiteral("body"));
  m_open = new Button(tr("Open"), ButtonKind::Quiet, this);
  m_open->setObjectName(QStringLiteral("openBody"));
  m_open->setAccessibleName(tr("Open the body"));
  connect(m_open, &Button::clicked, this, &JobFacts::openBody);
  m_save = new Button(tr("Save…"), ButtonKind::Quiet, this);
  m_save->setObjectName(QStringLiteral("saveBody"));
  m_save->setAccessibleName(tr("Save the body…"));
  connect(m_save, &Button::clicked, this, &JobFacts::saveBody);
  m_shortDigest = newFact(this);
  m_shortDigest->setFont(monospaceFont());
  m_copy = new QToolButton(this);
  m_copy->setObjectName(QStringLiteral("copyDigest"));
  m_copy->setIcon(icon(QStringLiteral("copy"), IconTone::Dim));
  m_copy->setToolTip(tr("Copy the SHA-256"));
  m_copy->setAccessibleName(m_copy->toolTip());
  m_copy->setFocusPolicy(Qt::TabFocus);
  connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_digest); });

  int row = 0;
  const auto add = [&](const QString& name, const QList<QWidget*>& widgets) {
    const bool isAlone = widgets.size() == 1;
    grid->addWidget(new DimLabel(name, this), row, 0, isAlone ? Qt::AlignTop : Qt::AlignVCenter);
    if (isAlone) {
      grid->addWidget(widgets.first(), row++, 1);
      return;
    }
    auto* line = new QHBoxLayout;
    line->setSpacing(2);
    for (QWidget* widget : widgets) line->addWidget(widget);
    line->addStretch(1);
    grid->addLayout(line, row++, 1);
  };
  m_when->setWordWrap(false);
  m_duration->setWordWrap(false);
  auto* duration = new DimLabel(tr("Duration"), this);
  duration->setContentsMargins(kBetweenFacts, 0, 4, 0);
  add(tr("When"), {m_when, duration, m_duration});
  add(tr("Query"), {m_connection, openQuery});
  grid->addWidget(m_sql, row++, 0, 1, 2);
  grid->setRowMinimumHeight(row++, 4);
  add(tr("Result"), {m_result});
  add(tr("Body"), {m_body, m_open, m_save});
  m_shortDigest->setWordWrap(false);
  m_connection->setWordWrap(false);
  add(tr("SHA-256"), {m_shortDigest, m_copy});
}

void JobFacts::setLine(const std::optional<JobLine>& line) {
  setVisible(line.has_value());
  m_line = line;
  if (!line) return;
  refresh();
  const Job& job = line->job;
  const QString spoolName = line->delivery ? line->delivery->spoolName : job.spoolName;
  const QByteArray digest = line->delivery ? line->delivery->bodySha256 : job.spoolSha256;
  m_digest = QString::fromLatin1(digest.toHex());
  m_kept.reset();
  if (!spoolName.isEmpty()) {
    const ComparedBody body{m_spoolFolder + QLatin1Char('/') + spoolName,
                            line->delivery ? line->delivery->to.options.body : BodyOptions(),
                            line->delivery ? line->delivery->columns : job.columns};
    m_kept = BodySubject{job.id, body, m_digest, resultFacts(*line), line->delivery};
  }
  m_connection->setText(job.connectionName.isEmpty() ? QStringLiteral("–") : job.connectionName);
  showSql(job.sql);
  m_result->setText(resultFacts(*line));
  m_result->setToolTip(beginningOf(job.notices));
  m_body->setText(m_digest.isEmpty() ? tr("none") : tr("no longer kept on this computer"));
  m_body->setVisible(!m_kept);
  m_open->setVisible(m_kept.has_value());
  m_save->setVisible(m_kept.has_value());
  m_shortDigest->setText(m_digest.isEmpty() ? QStringLiteral("–")
                                            : m_digest.left(8) + QStringLiteral("…") + m_digest.right(4));
  m_shortDigest->setToolTip(m_digest);
  m_copy->setVisible(!m_digest.isEmpty());
}

/// As high as its lines, within bounds.
void JobFacts::showSql(const QString& sql) {
  if (m_sql->toPlainText() == sql) return;
  m_sql->setPlainText(sql);
  const auto lines = std::clamp<qsizetype>(sql.trimmed().count(QLatin1Char('\n')) + 1, kFewestLines, kMostLines);
  m_sql->setFixedHeight(static_cast<int>(lines) * m_sql->fontMetrics().lineSpacing() + kAroundLines);
}

void JobFacts::refresh() {
  if (!m_line) return;
  const qint64 nowMs = m_clock.nowMs();
  m_when->setText(momentWithSeconds(beganMs(m_line->job), nowMs));
  m_duration->setText(tookText(durationMs(m_line->job, nowMs).value_or(-1)));
}

void JobFacts::addTo(QMenu& menu) {
  menu.addAction(tr("Open query in editor"), this, &JobFacts::openQueryRequested);
  menu.addAction(tr("Copy the SQL"), this,
                 [sql = m_sql->toPlainText()] { QGuiApplication::clipboard()->setText(sql); });
  if (!m_kept) return;
  menu.addAction(tr("Open the body"), this, &JobFacts::openBody);
  menu.addAction(tr("Save the body…"), this, &JobFacts::saveBody);
}

void JobFacts::openBody() {
  if (!m_kept) return;
  whenDone(runInBackground([body = m_kept->body] { return readBodyBeginning(body.path, kShownBytes, body.form); }),
           this, [this, subject = *m_kept](const Expected<BodyBeginning>& read) {
             if (!read) {
               Q_EMIT failed(read.error().message);
               return;
             }
             (new BodyDialog(subject, *read, {m_outbox, m_clock, m_spoolFolder}, this))->open();
           });
}

void JobFacts::saveBody() {
  if (m_kept) askWhereToSave(*m_kept, this, [this](const QString& path) { saveBodyTo(path); });
}

void JobFacts::saveBodyTo(const QString& path) {
  if (!m_kept) return;
  courier::saveBody(*m_kept, path, this, [this, path](const Expected<void>& saved) {
    if (saved) {
      Q_EMIT bodySaved(path);
    } else {
      Q_EMIT failed(saved.error().message);
    }
  });
}

QString resultFacts(const JobLine& line) {
  const bool sent = line.delivery.has_value();
  const qint64 rows = sent ? line.delivery->rows : line.job.rows;
  const qint64 bytes = sent ? line.delivery->bodyBytes : line.job.spoolBytes;
  if (rows < 0) return JobFacts::tr("none");
  QString facts = JobFacts::tr("%Ln row(s)", "", static_cast<int>(rows));
  if (bytes > 0) facts += QStringLiteral(", ") + sizeText(bytes);
  QStringList parts{facts};
  if (sent ? line.delivery->truncated : line.job.truncated) parts.append(truncationText(rows));
  if (line.job.repairedTexts > 0) {
    parts.append(JobFacts::tr("%Ln text(s) were not valid UTF-8; the broken parts were replaced by �.", "",
                              static_cast<int>(line.job.repairedTexts)));
  }
  const QString said = line.job.notices.section(QLatin1Char('\n'), 0, 0);
  if (!said.isEmpty()) parts.append(JobFacts::tr("The database said: %1").arg(beginningOf(said)));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace courier
