#include "widgets/schedules/NoticeList.h"

#include <QVBoxLayout>
#include <algorithm>

#include "models/base/Wording.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

constexpr qsizetype kShown = 3;

Tone toneOf(NoticeKind kind) {
  return kind == NoticeKind::ScheduleFailed ? Tone::Bad : Tone::Warn;
}

bool isSame(const Notice& one, const Notice& other) {
  return one.id == other.id && one.kind == other.kind && one.text == other.text;
}

}  // namespace

NoticeList::NoticeList(const Clock& clock, QWidget* parent) : QWidget(parent), m_clock(clock) {
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(6);
  hide();
}

void NoticeList::show(const QVector<Notice>& notices) {
  if (std::equal(notices.begin(), notices.end(), m_notices.begin(), m_notices.end(), isSame)) return;
  m_notices = notices;
  rebuild();
}

void NoticeList::rebuild() {
  while (QLayoutItem* item = m_layout->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  const qsizetype shown = qMin(kShown, m_notices.size());
  for (qsizetype back = 1; back <= shown; ++back) addNote(m_notices.at(m_notices.size() - back));
  if (m_notices.size() > kShown) {
    Note* more = newNote();
    more->say(Tone::Dim, tr("%Ln more message(s) about schedules.", "", static_cast<int>(m_notices.size() - kShown)));
    Button* all = more->addAction(tr("Dismiss all"));
    all->setObjectName(QStringLiteral("dismissAll"));
    connect(all, &Button::clicked, this, &NoticeList::allDismissed);
  }
  setVisible(!m_notices.isEmpty());
}

Note* NoticeList::newNote() {
  auto* note = new Note(this);
  note->setObjectName(QStringLiteral("notice"));
  m_layout->addWidget(note);
  return note;
}

void NoticeList::addNote(const Notice& notice) {
  Note* note = newNote();
  note->say(toneOf(notice.kind),
            tr("%1 · %2", "when, what").arg(momentText(notice.createdMs, m_clock.nowMs()), notice.text));
  if (notice.scheduleId.isValid()) {
    Button* history = note->addAction(tr("Show history"));
    connect(history, &Button::clicked, this, [this, id = notice.scheduleId] { Q_EMIT historyWanted(id); });
  }
  connect(note->addAction(tr("Dismiss")), &Button::clicked, this, [this, id = notice.id] { Q_EMIT dismissed(id); });
}

}  // namespace courier
