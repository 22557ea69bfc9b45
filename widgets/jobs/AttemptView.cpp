#include "widgets/jobs/AttemptView.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "models/base/Wording.h"
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

/// What would move the cursor, change the direction or hide is shown by its name instead: a server's words are looked
/// at, never obeyed.
QString escaped(QString text) {
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  QString shown;
  shown.reserve(text.size());
  for (const QChar letter : std::as_const(text)) {
    const char16_t code = letter.unicode();
    if (code == u'\n' || code == u'\t') {
      shown += letter;
    } else if (code < 0x20) {
      shown += QChar(static_cast<char16_t>(0x2400 + code));
    } else if (code == 0x7f || letter.category() == QChar::Other_Control || letter.category() == QChar::Other_Format) {
      shown += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
    } else {
      shown += letter;
    }
  }
  return shown;
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
  QHeaderView* columns = m_table->horizontalHeader();
  columns->setStretchLastSection(false);
  columns->setMinimumSectionSize(40);
  columns->setSectionResizeMode(QHeaderView::ResizeToContents);
  columns->setSectionResizeMode(AttemptTableModel::WhenColumn, QHeaderView::Stretch);
  m_table->giveWay({AttemptTableModel::ConnectColumn, AttemptTableModel::WaitColumn, AttemptTableModel::SendColumn});
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
  QString text = report.answerHeaders.trimmed();
  if (!report.answerBody.isEmpty()) text += QStringLiteral("\n\n") + QString::fromUtf8(report.answerBody);
  if (text.isEmpty()) return AttemptView::tr("The answer had neither headers nor a body.");
  return escaped(text);
}

}  // namespace courier
