#include "widgets/jobs/AttemptView.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>

#include "models/base/Wording.h"
#include "models/outbox/AnswerText.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Labels.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kInset = 14;
constexpr int kShownRows = 5;

/// "Answer to attempt 2 · 1.4 s in all · 8.4 MB sent".
QString answerHeading(const Attempt& attempt) {
  const QLocale locale;
  QStringList parts{AttemptView::tr("Answer to attempt %1").arg(locale.toString(attempt.number))};
  if (attempt.endedMs > 0) {
    parts.append(AttemptView::tr("%1 in all", "how long an attempt took")
                     .arg(tookText(std::max(qint64{0}, attempt.endedMs - attempt.startedMs))));
    parts.append(AttemptView::tr("%1 sent").arg(sizeText(attempt.report.bytesSent)));
  }
  return parts.join(QStringLiteral(" · "));
}

QString withoutAnswer(const Attempt& attempt) {
  if (attempt.endedMs == 0) return AttemptView::tr("No answer yet.");
  QStringList lines{attempt.report.outcome == AttemptOutcome::NotSent
                        ? AttemptView::tr("No part of the body was sent.")
                        : AttemptView::tr("The server gave no final answer: it may or may not have stored the body.")};
  for (const QString& text : {attempt.report.message, attempt.report.detail}) {
    if (!text.isEmpty() && !lines.contains(text)) lines.append(text);
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

AttemptView::AttemptView(const Clock& clock, QWidget* parent) : QWidget(parent), m_model(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_heading = newHeading(tr("Attempts"), this);
  m_heading->setContentsMargins(kInset, 0, kInset, 0);
  layout->addWidget(m_heading);
  m_table = new DataTable(tr("Attempts"), this);
  m_table->setModel(&m_model);
  m_table->horizontalHeader()->setMinimumSectionSize(40);
  using Column = AttemptTableModel::Column;
  using Need = ColumnShare::Need;
  m_table->shareWidth({{Column::ConnectColumn, 60, 90, Need::Given, true},
                       {Column::WaitColumn, 60, 90, Need::Given, true},
                       {Column::SendColumn, 60, 110, Need::Given, true},
                       {Column::WhenColumn, 80, 130, Need::Rest},
                       {Column::NumberColumn, 40, 50},
                       {Column::AnswerColumn, 80, 140, Need::Content}});
  layout->addWidget(m_table);
  layout->addSpacing(8);
  m_answerHeading = newHeading({}, this);
  m_answerHeading->setContentsMargins(kInset, 0, kInset, 0);
  layout->addWidget(m_answerHeading);
  m_answer = new TextView(tr("Answer"), this);
  auto* inset = new QVBoxLayout;
  inset->setContentsMargins(kInset, 0, kInset, 0);
  inset->addWidget(m_answer, 1);
  layout->addLayout(inset, 1);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AttemptView::showAnswer);
  setAttempts({}, false);
}

AttemptView::~AttemptView() {
  m_table->dropModel();
}

void AttemptView::setAttempts(const QVector<Attempt>& attempts, bool sameDelivery) {
  const auto before = m_model.rowCount();
  m_model.setAttempts(attempts);
  const int rows = qBound(1, m_model.rowCount(), kShownRows);
  m_table->setFixedHeight(m_table->horizontalHeader()->height() + rows * kRecordHeight + 1);
  for (QWidget* part : {static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_table),
                        static_cast<QWidget*>(m_answerHeading), static_cast<QWidget*>(m_answer)}) {
    part->setVisible(!attempts.isEmpty());
  }
  if (attempts.isEmpty()) return;
  if (!sameDelivery || before != m_model.rowCount() || !m_table->currentIndex().isValid()) m_table->selectRow(0);
  showAnswer();
}

void AttemptView::showAnswer() {
  const QModelIndex index = m_table->currentIndex();
  if (!index.isValid()) return;
  const Attempt& attempt = m_model.at(index.row());
  const QString said = answerText(attempt);
  m_answerHeading->setText(answerHeading(attempt));
  if (m_answer->toPlainText() != said) m_answer->setPlainText(said);
}

QString answerText(const Attempt& attempt) {
  const AttemptReport& report = attempt.report;
  if (attempt.endedMs == 0 || (report.outcome != AttemptOutcome::Answered && report.answerHeaders.isEmpty())) {
    return withoutAnswer(attempt);
  }
  const AnswerText said = answerTextOf(report);
  QStringList parts = {harmless(report.answerHeaders.trimmed()), said.text, said.note};
  parts.removeAll(QString());
  if (parts.isEmpty()) return AttemptView::tr("The answer had neither headers nor a body.");
  return parts.join(QStringLiteral("\n\n"));
}

}  // namespace courier
