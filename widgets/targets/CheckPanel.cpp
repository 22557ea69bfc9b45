#include "widgets/targets/CheckPanel.h"

#include <QVBoxLayout>

#include "models/check/TargetChecker.h"
#include "widgets/common/Note.h"
#include "widgets/common/StepList.h"

namespace courier {
namespace {

constexpr int kStepCount = 5;

QString stepName(CheckStep step, HttpMethod method) {
  switch (step) {
    case CheckStep::Name:
      return CheckPanel::tr("Name");
    case CheckStep::Connection:
      return CheckPanel::tr("Connection");
    case CheckStep::Tls:
      return CheckPanel::tr("Encryption");
    case CheckStep::Credentials:
      return CheckPanel::tr("Sign-in");
    case CheckStep::Put:
      return httpMethodName(method);
  }
  return {};
}

QString outcomeText(const CheckLine& line) {
  const QString time = line.ms >= 0 ? CheckPanel::tr(" (%1 ms)").arg(line.ms) : QString();
  switch (line.outcome) {
    case CheckOutcome::Ok:
      return CheckPanel::tr("ok – %1", "outcome of a step, what was found").arg(line.text) + time;
    case CheckOutcome::Failed:
      return CheckPanel::tr("failed – %1", "outcome of a step, what was found").arg(line.text) + time;
    case CheckOutcome::NotDone:
      return CheckPanel::tr("not done – %1", "outcome of a step, why").arg(line.text);
  }
  return {};
}

}  // namespace

CheckPanel::CheckPanel(SecretStore& secrets, QWidget* parent) : QWidget(parent), m_secrets(secrets) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_question = new Note(this);
  m_question->setObjectName(QStringLiteral("checkQuestion"));
  layout->addWidget(m_question);
  m_table = new StepList(this);
  m_table->hide();
  layout->addWidget(m_table);
  hide();
}

void CheckPanel::ask(const QString& announcement) {
  m_table->hide();
  m_question->say(Tone::Info, announcement);
  Button* send = m_question->addAction(tr("Send it"));
  send->setObjectName(QStringLiteral("checkSend"));
  connect(send, &Button::clicked, this, [this] { Q_EMIT sendChosen(true); });
  Button* without = m_question->addAction(tr("Check without it"));
  without->setObjectName(QStringLiteral("checkWithout"));
  connect(without, &Button::clicked, this, [this] { Q_EMIT sendChosen(false); });
  QWidget::show();
  without->setFocus(Qt::OtherFocusReason);
}

void CheckPanel::withdraw() {
  if (!m_question->isHidden()) m_question->clear();
}

QString CheckPanel::asked() const {
  return m_question->text();
}

void CheckPanel::start(const CheckInput& input) {
  stop();
  m_question->clear();
  QStringList names;
  for (int step = 0; step < kStepCount; ++step)
    names += stepName(static_cast<CheckStep>(step), input.request.to.method);
  m_table->begin(names);
  m_table->show();
  QWidget::show();
  m_checker = new TargetChecker(m_secrets, input, this);
  connect(m_checker, &TargetChecker::told, this, &CheckPanel::show);
  connect(m_checker, &TargetChecker::secretRead, this,
          [this, id = input.request.targetId, key = input.request.to.secretKey] { Q_EMIT secretRead(id, key); });
  connect(m_checker, &TargetChecker::finished, this, &CheckPanel::finish);
  Q_EMIT runningChanged(true);
  m_checker->start();
}

void CheckPanel::stop() {
  if (!m_checker) return;
  for (int row = 0; row < kStepCount; ++row) {
    if (!m_table->isTold(row)) show({static_cast<CheckStep>(row), CheckOutcome::NotDone, tr("stopped"), -1});
  }
  finish();
}

void CheckPanel::show(const CheckLine& line) {
  const auto mark = line.outcome == CheckOutcome::Ok       ? StepList::Mark::Passed
                    : line.outcome == CheckOutcome::Failed ? StepList::Mark::Failed
                                                           : StepList::Mark::Unknown;
  m_table->tell(static_cast<int>(line.step), mark, outcomeText(line));
}

void CheckPanel::finish() {
  // It may be what called.
  m_checker->disconnect(this);
  m_checker->deleteLater();
  m_checker = nullptr;
  Q_EMIT runningChanged(false);
}

}  // namespace courier
