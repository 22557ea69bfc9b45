#include "widgets/schedules/TimeFields.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "models/base/Wording.h"
#include "models/schedules/CronWords.h"
#include "models/schedules/ZoneNames.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"
#include "widgets/schedules/ShapeFields.h"

namespace courier {
namespace {

constexpr int kRuns = 5;
constexpr int kForecastTickMs = 10'000;

}  // namespace

ZoneBox::ZoneBox(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Time zone"));
  setToolTip(tr("The time zone of the schedule's times"));
  setEditable(true);
  setInsertPolicy(QComboBox::NoInsert);
  setMinimumContentsLength(22);
  setMaxVisibleItems(16);
  addItems(zoneNames());
  completer()->setFilterMode(Qt::MatchContains);
  completer()->setCompletionMode(QCompleter::PopupCompletion);
  // A list of its own window has no frame by itself.
  completer()->popup()->setProperty("popup", true);
  lineEdit()->setAccessibleName(tr("Time zone"));
  connect(this, &QComboBox::currentTextChanged, this, &ZoneBox::zoneChanged);
}

void ZoneBox::setZone(const QString& name) {
  const int index = findText(name, Qt::MatchExactly);
  if (index >= 0) {
    setCurrentIndex(index);
  } else {
    setEditText(name);
  }
}

Expected<QTimeZone> ZoneBox::zone() const {
  return zoneNamed(currentText().trimmed());
}

TimeFields::TimeFields(const Clock& clock, QWidget* parent) : QWidget(parent), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_grid = new FormGrid(this);
  FormGrid* grid = m_grid;
  layout->addWidget(grid);
  m_shape = new ShapeFields(grid);
  grid->addRow(tr("&Run"), m_shape);
  m_expression = new CheckedField(tr("Expression"), grid);
  m_expression->edit()->setObjectName(QStringLiteral("expression"));
  m_expression->edit()->setFont(monospaceFont());
  m_expression->edit()->setPlaceholderText(tr("minute hour day month weekday; empty: only on demand"));
  grid->addRow(tr("E&xpression"), m_expression);
  m_zones = new ZoneBox(grid);
  m_zones->setObjectName(QStringLiteral("zone"));
  grid->addRow(tr("&Time zone"), m_zones);
  m_words = newWords({}, grid);
  m_words->setObjectName(QStringLiteral("words"));
  grid->addWide(m_words);
  m_runs = new QLabel(grid);
  m_runs->setObjectName(QStringLiteral("runs"));
  m_runs->setTextFormat(Qt::PlainText);
  m_runs->setFont(monospaceFont());
  m_runs->setTextInteractionFlags(Qt::TextSelectableByMouse);
  // As tall as it will be: its label stands beside its first line.
  m_runs->setText(QString(kRuns - 1, u'\n'));
  grid->addRow(tr("Next runs"), m_runs);
  m_warning = new Note(grid);
  m_warning->setObjectName(QStringLiteral("timeWarning"));
  grid->addWide(m_warning);
  connect(m_shape, &ShapeFields::changed, this, &TimeFields::takeShape);
  connect(m_expression->edit(), &QLineEdit::textChanged, this, &TimeFields::takeExpression);
  connect(m_zones, &ZoneBox::zoneChanged, this, &TimeFields::takeZone);
  m_tick.setInterval(kForecastTickMs);
  connect(&m_tick, &QTimer::timeout, this, &TimeFields::show);
  m_tick.start();
  set({}, systemZoneName());
}

void TimeFields::set(const CronExpression& cron, const QString& zone) {
  m_zones->setZone(zone);
  m_expression->edit()->setText(cron.text());
  takeZone();
  takeExpression();
}

bool TimeFields::check() {
  const auto parsed = CronExpression::parse(m_expression->text());
  if (!parsed) {
    m_expression->setError(parsed.error().message);
    m_expression->edit()->setFocus(Qt::OtherFocusReason);
    return false;
  }
  if (!m_zones->zone()) {
    m_zones->setFocus(Qt::OtherFocusReason);
    return false;
  }
  return true;
}

qint64 TimeFields::nextRunMs() const {
  return m_forecast.runs.isEmpty() ? m_clock.nowMs() : m_forecast.runs.first();
}

// Only the expression itself says what the form cannot: it stays as it is then.
void TimeFields::takeShape() {
  const auto text = cronText(m_shape->shape());
  if (!text) return m_expression->edit()->setFocus(Qt::OtherFocusReason);
  m_expression->edit()->setText(*text);
}

void TimeFields::takeExpression() {
  const auto parsed = CronExpression::parse(m_expression->text());
  if (!parsed) {
    m_expression->setError(parsed.error().message);
    return show();
  }
  m_cron = *parsed;
  m_shape->setShape(cronShape(m_cron, m_shape->shape()));
  show();
  Q_EMIT changed();
}

void TimeFields::takeZone() {
  const auto zone = m_zones->zone();
  if (zone) m_zone = *zone;
  show();
  if (zone) Q_EMIT changed();
}

// While something is wrong there is no next run. Its room stays: it is being typed, and the form would jump.
void TimeFields::showNoRun() {
  m_words->setText(QStringLiteral(" "));
  m_runs->setText(QString(kRuns - 1, u'\n'));
  m_grid->setRowShown(m_runs, true);
}

void TimeFields::show() {
  if (const auto zone = m_zones->zone(); !zone) {
    m_warning->say(Tone::Bad, zone.error().message);
    return showNoRun();
  }
  if (!CronExpression::parse(m_expression->text())) {
    m_warning->clear();
    return showNoRun();
  }
  m_forecast = cronForecast(m_cron, m_zone, m_clock.nowMs(), kRuns);
  m_words->setText(
      m_cron.isOnDemand()
          ? tr("Runs only when you press “Run now”.")
          : tr("%1, %2", "At 09:00, every day, Europe/Berlin").arg(cronWords(m_cron), QString::fromUtf8(m_zone.id())));
  QStringList lines;
  for (const qint64 run : std::as_const(m_forecast.runs)) lines.append(slotText(run, m_zone));
  m_runs->setText(lines.join(u'\n'));
  m_grid->setRowShown(m_runs, !lines.isEmpty());
  const QString warning = m_forecast.warnings.join(u' ');
  if (warning != m_warning->text()) m_warning->say(Tone::Warn, warning);
}

}  // namespace courier
