#include "widgets/targets/CheckPanel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "models/check/TargetChecker.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

constexpr int kStepMark = 16;
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
  m_table = new QWidget(this);
  auto* grid = new QGridLayout(m_table);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(2, 1);
  for (int row = 0; row < kStepCount; ++row) {
    Line line{new IconLabel(QStringLiteral("more"), IconTone::Dim, kStepMark, m_table), new QLabel(m_table),
              newCopyableWords({}, m_table), false};
    line.name->setTextFormat(Qt::PlainText);
    line.name->setMinimumWidth(86);
    line.name->setText(stepName(static_cast<CheckStep>(row), HttpMethod::Put));
    line.text->setAccessibleName(line.name->text());
    line.text->setObjectName(QStringLiteral("check%1").arg(row));
    grid->addWidget(line.icon, row, 0, Qt::AlignTop);
    grid->addWidget(line.name, row, 1, Qt::AlignTop);
    grid->addWidget(line.text, row, 2, Qt::AlignTop);
    m_lines.append(line);
  }
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
  for (int row = 0; row < kStepCount; ++row) {
    Line& line = m_lines[row];
    line.told = false;
    line.icon->setIcon(QStringLiteral("more"), IconTone::Dim);
    line.name->setText(stepName(static_cast<CheckStep>(row), input.request.to.method));
    line.text->setText(QStringLiteral("…"));
    line.text->setAccessibleName(tr("%1: not yet known", "a step of the check").arg(line.name->text()));
  }
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
    if (!m_lines[row].told) show({static_cast<CheckStep>(row), CheckOutcome::NotDone, tr("stopped"), -1});
  }
  finish();
}

void CheckPanel::show(const CheckLine& line) {
  Line& shown = m_lines[static_cast<int>(line.step)];
  shown.told = true;
  if (line.outcome == CheckOutcome::Ok) shown.icon->setIcon(QStringLiteral("check"), IconTone::Ok);
  if (line.outcome == CheckOutcome::Failed) shown.icon->setIcon(QStringLiteral("close"), IconTone::Bad);
  shown.text->setText(outcomeText(line));
  shown.text->setAccessibleName(shown.name->text() + QStringLiteral(": ") + shown.text->text());
}

void CheckPanel::finish() {
  // It may be what called.
  m_checker->disconnect(this);
  m_checker->deleteLater();
  m_checker = nullptr;
  Q_EMIT runningChanged(false);
}

}  // namespace courier
