#include "widgets/query/RunBar.h"

#include <QHBoxLayout>

#include "widgets/common/Button.h"
#include "widgets/common/DimLabel.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Strip.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/SendButton.h"

namespace courier {

RunBar::RunBar(TargetStore& targets, Settings& settings, QWidget* parent) : QWidget(parent) {
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* strip = new Strip(Strip::Fill::Background, Strip::BottomLine, this);
  outer->addWidget(strip);
  auto* layout = new QHBoxLayout(strip);
  layout->setContentsMargins(12, 9, 12, 9);
  layout->setSpacing(8);
  m_run = new Button(tr("&Run"), ButtonKind::Primary, strip);
  m_run->setIcon(icon(QStringLiteral("play"), IconTone::OnAccent));
  m_run->setToolTip(tr("Run the statement at the cursor, or the selection (%1)")
                        .arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText)));
  layout->addWidget(m_run);
  m_stop = new Button(tr("St&op"), ButtonKind::Plain, strip);
  m_stop->setIcon(icon(QStringLiteral("stop"), IconTone::Dim));
  m_stop->setToolTip(tr("Stop (Esc)"));
  layout->addWidget(m_stop);
  m_connections = new ConnectionBox(strip);
  layout->addWidget(m_connections);
  m_progress = new DimLabel({}, strip);
  m_progress->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  layout->addWidget(m_progress, 1);
  auto* schedule = new Button(tr("Sc&hedule this…"), ButtonKind::Plain, strip);
  schedule->setObjectName(QStringLiteral("schedule"));
  schedule->setToolTip(tr("Run the statement at the cursor, or the selection, by itself"));
  connect(schedule, &Button::clicked, this, &RunBar::scheduleClicked);
  layout->addWidget(schedule);
  m_send = new SendButton(targets, settings, strip);
  layout->addWidget(m_send);
  connect(m_run, &Button::clicked, this, &RunBar::runClicked);
  connect(m_stop, &Button::clicked, this, &RunBar::stopClicked);
  setRunning(false);
  setSendable(false);
}

void RunBar::setRunning(bool running) {
  m_run->setEnabled(!running);
  m_stop->setEnabled(running);
  if (!running) setProgress({});
}

void RunBar::setProgress(const QString& text) {
  m_progress->setText(text);
}

void RunBar::setSendable(bool sendable) {
  m_send->setEnabled(sendable);
}

QString RunBar::progress() const {
  return m_progress->text();
}

}  // namespace courier
