#include "widgets/jobs/JobFacts.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QToolButton>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/jobs/KeptBody.h"
#include "models/outbox/FailureText.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/jobs/BodyDialog.h"

namespace courier {
namespace {

constexpr int kFactNameWidth = 96;
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
  m_query = newFact(this);
  m_result = newFact(this);
  m_result->setObjectName(QStringLiteral("result"));
  m_body = new QLabel(this);
  m_body->setObjectName(QStringLiteral("body"));
  m_body->setTextFormat(Qt::RichText);
  m_body->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  m_body->setFocusPolicy(Qt::TabFocus);
  m_body->setAccessibleName(tr("Body: open or save"));
  connect(m_body, &QLabel::linkActivated, this,
          [this](const QString& link) { link == QStringLiteral("open") ? openBody() : saveBody(); });
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
  const auto add = [&](const QString& name, QWidget* widget, QWidget* behind = nullptr) {
    grid->addWidget(new DimLabel(name, this), row, 0, behind ? Qt::AlignVCenter : Qt::AlignTop);
    if (behind) {
      auto* line = new QHBoxLayout;
      line->setSpacing(6);
      line->addWidget(widget);
      line->addWidget(behind);
      line->addStretch(1);
      grid->addLayout(line, row++, 1);
    } else {
      grid->addWidget(widget, row++, 1);
    }
  };
  add(tr("Query"), m_query);
  add(tr("Result"), m_result);
  add(tr("Body"), m_body);
  m_shortDigest->setWordWrap(false);
  add(tr("SHA-256"), m_shortDigest, m_copy);
}

void JobFacts::setLine(const std::optional<JobLine>& line) {
  setVisible(line.has_value());
  if (!line) return;
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
  const QString sql = job.sql.simplified();
  const QString shownSql = sql.size() > 160 ? sql.left(160) + QStringLiteral("…") : sql;
  m_query->setText(job.connectionName.isEmpty() ? shownSql
                                                : tr("%1: %2", "connection: SQL").arg(job.connectionName, shownSql));
  m_query->setToolTip(job.sql.size() < 4000 ? job.sql : QString());
  m_result->setText(resultFacts(*line));
  const QString gone = m_digest.isEmpty() ? tr("none") : tr("no longer kept on this computer");
  m_body->setText(spoolName.isEmpty() ? gone.toHtmlEscaped()
                                      : QStringLiteral("<a style='text-decoration:none' href='open'>%1</a> · "
                                                       "<a style='text-decoration:none' href='save'>%2</a>")
                                            .arg(tr("Open").toHtmlEscaped(), tr("Save…").toHtmlEscaped()));
  m_shortDigest->setText(m_digest.isEmpty() ? QStringLiteral("–")
                                            : m_digest.left(8) + QStringLiteral("…") + m_digest.right(4));
  m_shortDigest->setToolTip(m_digest);
  m_copy->setVisible(!m_digest.isEmpty());
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
  return parts.join(QStringLiteral(" · "));
}

}  // namespace courier
