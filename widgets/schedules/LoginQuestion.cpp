#include "widgets/schedules/LoginQuestion.h"

#include <QLabel>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

constexpr int kLoginWidth = 500;

}  // namespace

LoginQuestion::LoginQuestion(const Words& words, Change change, QWidget* parent)
    : Dialog(words.heading, parent), m_change(std::move(change)) {
  setPreferredSize(kLoginWidth);
  m_words = addWords(words.question);
  m_words->setObjectName(QStringLiteral("words"));
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  content()->addWidget(m_note);
  content()->addStretch(1);
  m_no = addRightButton(words.no);
  m_no->setObjectName(QStringLiteral("no"));
  m_yes = addRightButton(words.yes, ButtonKind::Primary);
  m_yes->setObjectName(QStringLiteral("yes"));
  connect(m_no, &Button::clicked, this, &LoginQuestion::reject);
  connect(m_yes, &Button::clicked, this, &LoginQuestion::begin);
  m_no->setFocus(Qt::OtherFocusReason);
}

LoginQuestion::Words LoginQuestion::startWords() {
  return {tr("Start at login?"),
          tr("Schedules run only while Query Courier is running and this computer is awake. Start it when you log in?"),
          tr("&Start at login"), tr("&Not now")};
}

LoginQuestion::Words LoginQuestion::stopWords(const QString& means) {
  return {tr("Query Courier starts at login"),
          tr("It starts by %1. Without that, schedules run only while this window is open.").arg(means),
          tr("&Stop starting at login"), tr("&Close")};
}

void LoginQuestion::reject() {
  if (!m_busy) Dialog::reject();
}

void LoginQuestion::begin() {
  if (m_busy) return;
  m_busy = true;
  m_note->clear();
  m_yes->setEnabled(false);
  m_no->setEnabled(false);
  whenDone(m_change(), this, [this](const Expected<QStringList>& outcome) { finish(outcome); });
}

void LoginQuestion::finish(const Expected<QStringList>& outcome) {
  m_busy = false;
  m_no->setEnabled(true);
  if (!outcome) {
    m_yes->setEnabled(true);
    return m_note->say(Tone::Bad, outcome.error().message);
  }
  m_words->setText(outcome->join(u'\n'));
  m_yes->hide();
  m_no->setText(tr("&Close"));
  m_no->setFocus(Qt::OtherFocusReason);
  Q_EMIT done();
}

}  // namespace courier
