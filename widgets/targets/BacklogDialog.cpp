#include "widgets/targets/BacklogDialog.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"

namespace courier {

BacklogDialog::BacklogDialog(Outbox& outbox, TargetId target, const Backlog& backlog, QWidget* parent)
    : Dialog(tr("Resume '%1'").arg(backlog.targetText), parent), m_outbox(outbox), m_target(target) {
  const QLocale locale;
  const int dropped = backlog.held - backlog.lanes;
  const QString waiting = tr("%Ln result(s) wait for '%1'", nullptr, backlog.held).arg(backlog.targetText);
  const QString sentence = tr("%1, for %2.", "5 results wait for 'myweb', for 2 addresses.")
                               .arg(waiting, tr("%Ln address(es)", nullptr, backlog.lanes));
  addWords(sentence)->setObjectName(QStringLiteral("sentence"));
  auto* explained = new DimLabel(
      dropped > 0 ? tr("In order: each replaces the one before, as if there had been no pause. Only the newest: the "
                       "last one for each address; the older ones (%1) are cancelled. You can send a cancelled result "
                       "again while its body is kept.")
                        .arg(locale.toString(dropped))
                  : tr("Each has its own address. You can send a dropped result again while its body is kept."),
      this);
  explained->setWordWrap(true);
  content()->addWidget(explained);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  content()->addWidget(m_trouble);
  content()->addStretch(1);
  const auto add = [this](Button* button, const char* name, BacklogChoice choice) {
    button->setObjectName(QString::fromLatin1(name));
    connect(button, &Button::clicked, this, [this, choice] { settle(choice); });
  };
  add(addLeftButton(tr("Drop all (%1)").arg(locale.toString(backlog.held))), "dropAll", BacklogChoice::DropAll);
  Button* cancel = addCancelButton();
  if (dropped > 0) {
    add(addRightButton(tr("Send only the newest (%1)").arg(locale.toString(backlog.lanes))), "sendNewest",
        BacklogChoice::SendNewest);
  }
  Button* all = addRightButton(tr("Send all in order (%1)").arg(locale.toString(backlog.held)), ButtonKind::Primary);
  add(all, "sendAll", BacklogChoice::SendAll);
  cancel->setFocus(Qt::OtherFocusReason);
  setPreferredSize(620);
}

void BacklogDialog::settle(BacklogChoice choice) {
  setEnabled(false);
  whenDone(m_outbox.resumeWith(m_target, choice), this, [this](const Expected<BacklogOutcome>& outcome) {
    setEnabled(true);
    if (!outcome) return m_trouble->say(Tone::Bad, outcome.error().message);
    Q_EMIT settled(*outcome);
    accept();
  });
}

void askThenResume(Outbox& outbox, TargetId target, QWidget* parent,
                   std::function<void(const Expected<BacklogOutcome>& outcome)> done) {
  whenDone(outbox.backlog(target), parent,
           [&outbox, target, parent, done = std::move(done)](const Expected<Backlog>& backlog) {
             if (!backlog) return done(backlog.error());
             if (backlog->held < 2) return whenDone(outbox.resumeWith(target, BacklogChoice::SendAll), parent, done);
             auto* ask = new BacklogDialog(outbox, target, *backlog, parent);
             QObject::connect(ask, &BacklogDialog::settled, parent,
                              [done](const BacklogOutcome& outcome) { done(outcome); });
             ask->open();
           });
}

}  // namespace courier
