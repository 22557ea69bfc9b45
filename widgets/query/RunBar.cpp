#include "widgets/query/RunBar.h"

#include <QHBoxLayout>
#include <QMenu>

#include "models/base/WhenDone.h"
#include "widgets/common/Button.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Panels.h"
#include "widgets/query/ConnectionBox.h"

namespace courier {
namespace {

constexpr qsizetype kMostLabel = 16;
const QString kPreferredKey = QStringLiteral("query/target");

}  // namespace

SendButton::SendButton(TargetStore& targets, Settings& settings, QWidget* parent)
    : Button(tr("Send &to…"), ButtonKind::Plain, parent),
      m_targets(targets),
      m_settings(settings),
      m_targetMenu(new QMenu(this)) {
  setToolTip(tr("Send the rows on the screen (%1)")
                 .arg(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S).toString(QKeySequence::NativeText)));
  connect(this, &Button::clicked, this, [this] {
    if (m_names.isEmpty()) Q_EMIT sendWanted({});
  });
  connect(&m_targets, &TargetStore::changed, this, &SendButton::reload);
  show({});
  reload();
}

QString SendButton::preferredTarget() const {
  const QString kept = m_settings.value(kPreferredKey).toString();
  if (m_names.contains(kept)) return kept;
  return m_names.isEmpty() ? QString() : m_names.first();
}

void SendButton::sendToPreferred() {
  if (isEnabled()) Q_EMIT sendWanted(preferredTarget());
}

void SendButton::reload() {
  whenDone(m_targets.all(), this, [this](const Expected<QVector<Target>>& targets) {
    if (targets) show(*targets);
  });
}

void SendButton::show(const QVector<Target>& targets) {
  m_names.clear();
  for (const Target& target : targets) m_names.append(target.name);
  m_targetMenu->clear();
  if (m_names.isEmpty()) {
    setText(tr("Send &to…"));
    setAccessibleName(tr("Send the result"));
    setDropMenu(nullptr);
    return;
  }
  const QString preferred = preferredTarget();
  setText(tr("Send &to: %1").arg(QString(preferred).replace(QLatin1Char('&'), QStringLiteral("&&"))));
  setAccessibleName(tr("Send the result, to %1 or elsewhere").arg(preferred));
  QStringList ordered = m_names;
  ordered.removeAll(preferred);
  ordered.prepend(preferred);
  for (const QString& name : std::as_const(ordered)) {
    m_targetMenu->addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                            [this, name] { choose(name); });
  }
  m_targetMenu->addSeparator();
  m_targetMenu->addAction(tr("&Another address…"), this, [this] { Q_EMIT sendWanted({}); });
  setDropMenu(m_targetMenu);
}

void SendButton::choose(const QString& target) {
  m_settings.setValue(kPreferredKey, target);
  reload();
  Q_EMIT sendWanted(target);
}

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
  schedule->setToolTip(tr("Run the statement at the cursor, or the selection, on a schedule"));
  connect(schedule, &Button::clicked, this, &RunBar::scheduleClicked);
  layout->addWidget(schedule);
  m_send = new SendButton(targets, settings, strip);
  layout->addWidget(m_send);
  connect(m_run, &Button::clicked, this, &RunBar::runClicked);
  connect(m_stop, &Button::clicked, this, &RunBar::stopClicked);
  setRunning(false);
  setSendable(false);
}

void RunBar::setConnection(const Connection& connection) {
  const QString label = beginningOf(connection.server.label, kMostLabel);
  m_run->setText(label.isEmpty() ? tr("&Run")
                                 : tr("&Run on %1").arg(QString(label).replace(u'&', QStringLiteral("&&"))));
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
