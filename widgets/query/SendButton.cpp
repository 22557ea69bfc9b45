#include "widgets/query/SendButton.h"

#include <QMenu>
#include "models/base/WhenDone.h"

namespace courier {
namespace {

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

}  // namespace courier
