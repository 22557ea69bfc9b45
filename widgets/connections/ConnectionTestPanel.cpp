#include "widgets/connections/ConnectionTestPanel.h"

#include <QLabel>
#include <QVBoxLayout>
#include <utility>

#include "models/base/WhenDone.h"
#include "widgets/common/Labels.h"
#include "widgets/common/StepList.h"

namespace courier {
namespace {

StepList::Mark markOf(ConnectionStep::Outcome outcome) {
  switch (outcome) {
    case ConnectionStep::Outcome::Passed:
      return StepList::Mark::Passed;
    case ConnectionStep::Outcome::Warned:
      return StepList::Mark::Warned;
    case ConnectionStep::Outcome::Failed:
      return StepList::Mark::Failed;
  }
  return StepList::Mark::Unknown;
}

QString testEnd(const ConnectionSteps& steps) {
  bool warned = false;
  for (const ConnectionStep& step : steps) {
    if (step.outcome == ConnectionStep::Outcome::Failed)
      return ConnectionTestPanel::tr("It does not work yet. The steps behind the one that failed were not tried.");
    warned = warned || step.outcome == ConnectionStep::Outcome::Warned;
  }
  return warned ? ConnectionTestPanel::tr("It works. Read what is marked.") : ConnectionTestPanel::tr("It works.");
}

}  // namespace

ConnectionTestPanel::ConnectionTestPanel(ConnectionTest test, QWidget* parent)
    : QWidget(parent), m_test(std::move(test)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_steps = new StepList(this);
  layout->addWidget(m_steps);
  m_words = newCopyableWords({}, this);
  m_words->setObjectName(QStringLiteral("testWords"));
  layout->addWidget(m_words);
  hide();
}

ConnectionTestPanel::~ConnectionTestPanel() {
  m_cancel.cancel();
}

void ConnectionTestPanel::start(const DatabaseAccess& access) {
  stop();
  m_cancel = CancelToken();
  m_isRunning = true;
  m_steps->begin({});
  m_words->setText(tr("Trying the connection…"));
  QWidget::show();
  Q_EMIT runningChanged(true);
  whenDone(m_test(access, m_cancel), this, [this, run = ++m_run](const Expected<ConnectionSteps>& steps) {
    if (run != m_run || !m_isRunning) return;
    steps ? show(*steps) : m_words->setText(steps.error().message);
    finish();
  });
}

void ConnectionTestPanel::show(const ConnectionSteps& steps) {
  QStringList names;
  for (const ConnectionStep& step : steps) names += connectionStepName(step.kind);
  m_steps->begin(names);
  for (int row = 0; row < steps.size(); ++row) m_steps->tell(row, markOf(steps[row].outcome), steps[row].words);
  m_words->setText(testEnd(steps));
}

void ConnectionTestPanel::stop() {
  if (!m_isRunning) return;
  m_cancel.cancel();
  m_words->setText(tr("Stopped."));
  finish();
}

void ConnectionTestPanel::withdraw() {
  stop();
  hide();
}

void ConnectionTestPanel::finish() {
  m_isRunning = false;
  Q_EMIT runningChanged(false);
}

}  // namespace courier
