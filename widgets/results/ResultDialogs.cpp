#include "widgets/results/ResultDialogs.h"

#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/results/DiffTable.h"

namespace courier {
namespace {

constexpr int kLongestResultName = 120;

}  // namespace

RenameResultDialog::RenameResultDialog(const QString& name, QWidget* parent) : Dialog(tr("Rename the result"), parent) {
  m_name = new QLineEdit(name, this);
  m_name->setAccessibleName(tr("Name of the result"));
  m_name->setMaxLength(kLongestResultName);
  m_name->selectAll();
  content()->addWidget(m_name);
  addCancelButton();
  m_take = addDefaultButton(tr("Rename"));
  connect(m_take, &Button::clicked, this, &QDialog::accept);
  connect(m_name, &QLineEdit::textChanged, this,
          [this](const QString& text) { m_take->setEnabled(!text.trimmed().isEmpty()); });
  setPreferredSize(360);
  rememberFields();
}

void RenameResultDialog::accept() {
  Q_EMIT renamed(m_name->text());
  Dialog::accept();
}

CompareResultsDialog::CompareResultsDialog(Side older, Side newer, QWidget* parent)
    : Dialog(tr("From “%1” to “%2”").arg(beginningOf(older.name, 40), beginningOf(newer.name, 40)), parent),
      m_older(std::move(older)),
      m_newer(std::move(newer)) {
  m_stack = new QStackedWidget(this);
  m_words =
      new EmptyState(QStringLiteral("table"), tr("Comparing"), tr("The rows of both results are compared."), m_stack);
  m_stack->addWidget(m_words);
  auto* page = new QWidget(m_stack);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  m_counts = newCopyableWords({}, page);
  m_counts->setAccessibleName(tr("Number of changes"));
  m_counts->setFont(semibold(m_counts->font()));
  layout->addWidget(m_counts);
  m_notes = new DimLabel({}, page);
  m_notes->setWordWrap(true);
  layout->addWidget(m_notes);
  layout->addSpacing(4);
  m_table = new DiffTable(page);
  layout->addWidget(m_table, 1);
  layout->addStretch(0);
  m_stack->addWidget(page);
  content()->addWidget(m_stack, 1);
  connect(addRightButton(tr("Close"), ButtonKind::Primary), &Button::clicked, this, &QDialog::accept);
  setPreferredSize(800, 520);
  using Compared = Expected<std::shared_ptr<const ResultDiff>>;
  whenDone(runInBackground([one = m_older.result, other = m_newer.result, cancel = m_cancel]() -> Compared {
             DiffRequest request;
             request.cancel = cancel;
             auto diff = diffResults(*one, *other, request);
             if (!diff) return diff.error();
             return std::shared_ptr<const ResultDiff>(std::make_shared<ResultDiff>(std::move(*diff)));
           }),
           this, [this](const Compared& compared) { take(compared); });
}

CompareResultsDialog::~CompareResultsDialog() {
  m_cancel.cancel();
}

void CompareResultsDialog::take(const Expected<std::shared_ptr<const ResultDiff>>& compared) {
  if (!compared) return m_words->setText(tr("Not compared"), compared.error().message);
  m_table->setDiff(m_older.result, m_newer.result, *compared);
  m_counts->setText(diffCounts(**compared));
  m_notes->setText(diffNotes(**compared).join(QLatin1Char('\n')));
  m_notes->setVisible(!m_notes->text().isEmpty());
  m_table->setVisible(!(*compared)->rows.empty());
  m_stack->setCurrentIndex(1);
}

QString CompareResultsDialog::counts() const {
  return m_counts->text();
}

}  // namespace courier
