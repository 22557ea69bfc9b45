#include "widgets/common/StepList.h"

#include <QGridLayout>
#include <QLabel>

#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr int kStepMark = 16;
constexpr int kStepName = 86;

}  // namespace

StepList::StepList(QWidget* parent) : QWidget(parent) {
  m_grid = new QGridLayout(this);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(8);
  m_grid->setVerticalSpacing(6);
  m_grid->setColumnStretch(2, 1);
}

void StepList::addLine() {
  const int row = static_cast<int>(m_lines.size());
  Line line{new IconLabel(QStringLiteral("more"), IconTone::Dim, kStepMark, this), new QLabel(this),
            newCopyableWords({}, this), false};
  line.name->setTextFormat(Qt::PlainText);
  line.name->setMinimumWidth(kStepName);
  line.words->setObjectName(QStringLiteral("check%1").arg(row));
  m_grid->addWidget(line.icon, row, 0, Qt::AlignTop);
  m_grid->addWidget(line.name, row, 1, Qt::AlignTop);
  m_grid->addWidget(line.words, row, 2, Qt::AlignTop);
  m_lines.append(line);
}

void StepList::begin(const QStringList& names) {
  while (m_lines.size() < names.size()) addLine();
  for (int row = 0; row < m_lines.size(); ++row) {
    Line& line = m_lines[row];
    const bool isShown = row < names.size();
    line.isTold = false;
    line.icon->setIcon(QStringLiteral("more"), IconTone::Dim);
    line.name->setText(names.value(row));
    line.words->setText(QStringLiteral("…"));
    line.words->setAccessibleName(tr("%1: not yet known", "a step of the check").arg(line.name->text()));
    line.icon->setVisible(isShown);
    line.name->setVisible(isShown);
    line.words->setVisible(isShown);
  }
}

void StepList::tell(int step, Mark mark, const QString& words) {
  Line& line = m_lines[step];
  line.isTold = true;
  if (mark == Mark::Passed) line.icon->setIcon(QStringLiteral("check"), IconTone::Ok);
  if (mark == Mark::Warned) line.icon->setIcon(QStringLiteral("warning"), IconTone::Warn);
  if (mark == Mark::Failed) line.icon->setIcon(QStringLiteral("close"), IconTone::Bad);
  line.words->setText(words);
  line.words->setAccessibleName(line.name->text() + QStringLiteral(": ") + words);
}

QString StepList::wordsOf(int step) const {
  return m_lines[step].words->text();
}

}  // namespace courier
