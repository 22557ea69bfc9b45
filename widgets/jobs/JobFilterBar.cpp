#include "widgets/jobs/JobFilterBar.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDateEdit>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QTimer>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/jobs/JobTableModel.h"
#include "models/outbox/DeliveryWords.h"
#include "widgets/common/Button.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Page.h"

namespace courier {
namespace {

constexpr int kTypingMs = 250;

int idOf(JobFilter::Group group) {
  return static_cast<int>(group);
}

QString quoted(const QString& name, const QString& value) {
  return JobFilterBar::tr("%1 “%2”", "a filter and its value: state “held”").arg(name, value);
}

}  // namespace

JobFilterBar::JobFilterBar(JobStore& jobs, const Clock& clock, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_typed = new QTimer(this);
  m_typed->setSingleShot(true);
  m_typed->setInterval(kTypingMs);
  connect(m_typed, &QTimer::timeout, this, &JobFilterBar::choose);
  m_header = new PageHeader(tr("Jobs"), this);
  layout->addWidget(m_header);
  buildHeader();
  buildRow();
  showTotals({});
  choose();
  loadTargets();
}

void JobFilterBar::buildHeader() {
  m_groups = new QButtonGroup(this);
  for (const auto group : {JobFilter::Group::All, JobFilter::Group::NeedsYou, JobFilter::Group::Waiting}) {
    auto* button = new Button({}, ButtonKind::Quiet, m_header);
    button->setCheckable(true);
    m_groups->addButton(button, idOf(group));
    m_header->addBeside(button);
  }
  m_groups->button(idOf(JobFilter::Group::All))->setChecked(true);
  // Assistive technology checks a button without a click.
  connect(m_groups, &QButtonGroup::idToggled, this, [this](int, bool isChosen) {
    if (isChosen) choose();
  });
  m_search = new QLineEdit(m_header);
  m_search->setObjectName(QStringLiteral("search"));
  m_search->setPlaceholderText(tr("Search query, SQL, address"));
  m_search->setAccessibleName(m_search->placeholderText());
  m_search->setClearButtonEnabled(true);
  m_search->setFixedWidth(240);
  m_header->addAction(m_search);
  connect(m_search, &QLineEdit::textChanged, m_typed, qOverload<>(&QTimer::start));
  connect(m_search, &QLineEdit::returnPressed, this, &JobFilterBar::choose);
}

void JobFilterBar::buildRow() {
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(20, 0, 20, 12);
  line->setSpacing(8);
  const auto box = [&](const char* name, const QString& says) {
    auto* made = new QComboBox(row);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(says);
    // Where the name of a box is what is chosen in it.
    made->setAccessibleDescription(says);
    line->addWidget(made);
    connect(made, &QComboBox::activated, this, &JobFilterBar::choose);
    return made;
  };
  using State = JobFilter::State;
  m_state = box("state", tr("State"));
  const auto add = [this](const QString& text, State state) { m_state->addItem(text, static_cast<int>(state)); };
  add(tr("Any state"), State::Any);
  m_state->insertSeparator(m_state->count());
  add(tr("query running or queued"), State::Running);
  add(tr("query: %1").arg(jobStateWord(JobState::Error)), State::Failed);
  add(tr("query: %1").arg(jobStateWord(JobState::Killed)), State::Stopped);
  m_state->insertSeparator(m_state->count());
  add(deliveryStateWord(DeliveryState::Waiting), State::Waiting);
  add(deliveryStateWord(DeliveryState::Sending), State::Sending);
  add(deliveryStateWord(DeliveryState::Held), State::Held);
  add(deliveryStateWord(DeliveryState::Delivered), State::Delivered);
  add(deliveryStateWord(DeliveryState::Refused), State::Refused);
  add(deliveryStateWord(DeliveryState::Expired), State::Expired);
  add(deliveryStateWord(DeliveryState::Cancelled), State::Cancelled);
  m_state->setMaxVisibleItems(m_state->count());
  m_target = box("target", tr("Target"));
  m_target->setMinimumContentsLength(12);
  m_target->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  showTargets({});
  m_span = box("span", tr("Time"));
  m_span->addItem(tr("Any time"), static_cast<int>(Span::Any));
  m_span->addItem(tr("Today"), static_cast<int>(Span::Today));
  m_span->addItem(tr("Last 7 days"), static_cast<int>(Span::Week));
  m_span->addItem(tr("Last 30 days"), static_cast<int>(Span::Month));
  m_span->addItem(tr("From … to …"), static_cast<int>(Span::Days));

  m_days = new QWidget(row);
  auto* days = new QHBoxLayout(m_days);
  days->setContentsMargins(0, 0, 0, 0);
  days->setSpacing(6);
  const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
  const auto day = [&](const char* name, const QString& says, QDate date) {
    auto* made = new QDateEdit(date, m_days);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(says);
    made->setCalendarPopup(true);
    made->setMinimumWidth(126);
    connect(made, &QDateEdit::dateChanged, m_typed, qOverload<>(&QTimer::start));
    return made;
  };
  m_from = day("from", tr("First day"), today.addDays(-6));
  m_to = day("to", tr("Last day"), today);
  days->addWidget(m_from);
  days->addWidget(new DimLabel(QStringLiteral("–"), m_days));
  days->addWidget(m_to);
  line->addWidget(m_days);
  m_reset = new Button(tr("Reset filters"), ButtonKind::Quiet, row);
  m_reset->setObjectName(QStringLiteral("reset"));
  connect(m_reset, &Button::clicked, this, [this] { reset(); });
  line->addWidget(m_reset);
  line->addStretch(1);
  layout()->addWidget(row);
}

JobFilterBar::Span JobFilterBar::span() const {
  return static_cast<Span>(m_span->currentData().toInt());
}

JobFilter JobFilterBar::filter() const {
  JobFilter wanted;
  wanted.group = static_cast<JobFilter::Group>(m_groups->checkedId());
  wanted.text = m_search->text().trimmed();
  wanted.state = static_cast<JobFilter::State>(m_state->currentData().toInt());
  const int target = m_target->currentData().toInt();
  if (target >= 0 && target < m_targets.size()) wanted.target = m_targets[target];
  const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
  const auto since = [](QDate day) { return day.startOfDay().toMSecsSinceEpoch(); };
  switch (span()) {
    case Span::Any:
      break;
    case Span::Today:
      wanted.fromMs = since(today);
      break;
    case Span::Week:
      wanted.fromMs = since(today.addDays(-6));
      break;
    case Span::Month:
      wanted.fromMs = since(today.addDays(-29));
      break;
    case Span::Days:
      wanted.fromMs = since(std::min(m_from->date(), m_to->date()));
      wanted.toMs = since(std::max(m_from->date(), m_to->date()).addDays(1));
      break;
  }
  return wanted;
}

QString JobFilterBar::spanText() const {
  if (span() != Span::Days) return m_span->currentText();
  const QLocale locale;
  return tr("%1 to %2", "two days")
      .arg(locale.toString(m_from->date(), QLocale::ShortFormat), locale.toString(m_to->date(), QLocale::ShortFormat));
}

QStringList JobFilterBar::restrictions() const {
  const JobFilter wanted = filter();
  QStringList words;
  if (wanted.group == JobFilter::Group::NeedsYou) words.append(tr("only what needs you"));
  if (wanted.group == JobFilter::Group::Waiting) words.append(tr("only what waits"));
  if (wanted.state != JobFilter::State::Any) words.append(quoted(tr("state"), m_state->currentText()));
  if (wanted.target != JobTarget{}) words.append(quoted(tr("target"), m_target->currentText()));
  if (span() != Span::Any) words.append(quoted(tr("time"), spanText()));
  if (!wanted.text.isEmpty()) words.append(quoted(tr("text"), wanted.text));
  return words;
}

void JobFilterBar::addAction(QWidget* widget) {
  m_header->addAction(widget);
}

void JobFilterBar::choose() {
  m_typed->stop();
  m_days->setVisible(span() == Span::Days);
  m_reset->setVisible(filter().isRestricted());
  Q_EMIT changed();
}

void JobFilterBar::clear(JobFilter::Group group) {
  {
    const QSignalBlocker quiet(m_search);
    m_search->clear();
  }
  {
    const QSignalBlocker quiet(m_groups);
    m_groups->button(idOf(group))->setChecked(true);
  }
  m_state->setCurrentIndex(0);
  m_target->setCurrentIndex(0);
  m_span->setCurrentIndex(0);
}

void JobFilterBar::reset(JobFilter::Group group) {
  clear(group);
  choose();
}

void JobFilterBar::showDay(QDate day) {
  clear(JobFilter::Group::All);
  m_span->setCurrentIndex(m_span->findData(static_cast<int>(Span::Days)));
  for (QDateEdit* edge : {m_from, m_to}) {
    const QSignalBlocker quiet(edge);
    edge->setDate(day);
  }
  choose();
}

void JobFilterBar::loadTargets() {
  whenDone(m_jobs.targets(), this, [this](const Expected<QVector<JobTarget>>& targets) {
    if (targets && *targets != m_targets) showTargets(*targets);
  });
}

/// The chosen one stays chosen.
void JobFilterBar::showTargets(const QVector<JobTarget>& targets) {
  const JobTarget chosen = m_target->count() > 0 ? filter().target : JobTarget{};
  m_targets = targets;
  m_target->clear();
  m_target->addItem(tr("Any target"), -1);
  int current = 0;
  for (int index = 0; index < m_targets.size(); ++index) {
    const JobTarget& target = m_targets[index];
    if (index == 0 || target.name.isEmpty() != m_targets[index - 1].name.isEmpty()) {
      m_target->insertSeparator(m_target->count());
    }
    if (target == chosen) current = m_target->count();
    m_target->addItem(target.name.isEmpty() ? target.address : target.name, index);
  }
  m_target->setCurrentIndex(current);
  m_target->setVisible(!m_targets.isEmpty());
}

void JobFilterBar::showTotals(const JobStore::Totals& totals) {
  const QLocale locale;
  m_groups->button(idOf(JobFilter::Group::All))->setText(tr("All"));
  m_groups->button(idOf(JobFilter::Group::NeedsYou))
      ->setText(totals.needsYou > 0 ? tr("Needs you (%1)").arg(locale.toString(totals.needsYou)) : tr("Needs you"));
  m_groups->button(idOf(JobFilter::Group::Waiting))
      ->setText(totals.waiting > 0 ? tr("Waiting (%1)").arg(locale.toString(totals.waiting)) : tr("Waiting"));
}

}  // namespace courier
