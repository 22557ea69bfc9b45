#include "widgets/schedules/ShapeFields.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QTimeEdit>
#include <QToolButton>
#include <array>

#include "widgets/common/Labels.h"

namespace courier {
namespace {

using Kind = CronShape::Kind;
constexpr std::array kSteps{1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30};
constexpr int kPartGap = 8;

/// A control with a word before it, in a row that can be hidden.
QWidget* withWord(const QString& word, QWidget* control, QWidget* parent) {
  auto* part = new QWidget(parent);
  auto* layout = new QHBoxLayout(part);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kPartGap);
  layout->addWidget(new DimLabel(word, part));
  layout->addWidget(control);
  return part;
}

}  // namespace

ShapeFields::ShapeFields(QWidget* parent) : QWidget(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kPartGap);
  m_kind = new QComboBox(this);
  m_kind->setObjectName(QStringLiteral("kind"));
  m_kind->setAccessibleName(tr("How often"));
  m_kind->addItem(tr("Every few minutes"), static_cast<int>(Kind::Minutes));
  m_kind->addItem(tr("Every hour"), static_cast<int>(Kind::Hourly));
  m_kind->addItem(tr("Every day"), static_cast<int>(Kind::Daily));
  m_kind->addItem(tr("Every week"), static_cast<int>(Kind::Weekly));
  m_kind->addItem(tr("Every month"), static_cast<int>(Kind::Monthly));
  m_kind->addItem(tr("As the expression says"), static_cast<int>(Kind::Expression));
  m_kind->addItem(tr("Only on demand"), static_cast<int>(Kind::OnDemand));
  layout->addWidget(m_kind);
  m_step = new QComboBox(this);
  m_step->setObjectName(QStringLiteral("step"));
  m_step->setAccessibleName(tr("Minutes between two runs"));
  for (const int step : kSteps)
    m_step->addItem(step == 1 ? tr("every minute") : tr("every %1 minutes").arg(step), step);
  layout->addWidget(m_step);
  m_minute = new QSpinBox(this);
  m_minute->setObjectName(QStringLiteral("minute"));
  m_minute->setAccessibleName(tr("Minute of the hour"));
  m_minute->setRange(0, 59);
  m_hourPart = withWord(tr("at minute"), m_minute, this);
  layout->addWidget(m_hourPart);
  m_day = new QSpinBox(this);
  m_day->setObjectName(QStringLiteral("day"));
  m_day->setAccessibleName(tr("Day of the month"));
  m_day->setRange(1, 31);
  m_dayPart = withWord(tr("on day"), m_day, this);
  layout->addWidget(m_dayPart);
  buildDays();
  layout->addWidget(m_weekPart);
  m_time = new QTimeEdit(this);
  m_time->setObjectName(QStringLiteral("time"));
  m_time->setAccessibleName(tr("Time of day"));
  m_time->setDisplayFormat(QStringLiteral("HH:mm"));
  m_timePart = withWord(tr("at", "before a time of the day"), m_time, this);
  layout->addWidget(m_timePart);
  layout->addStretch(1);
  setFocusProxy(m_kind);
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    showKind();
    tell();
  });
  connect(m_step, &QComboBox::currentIndexChanged, this, &ShapeFields::tell);
  connect(m_minute, &QSpinBox::valueChanged, this, &ShapeFields::tell);
  connect(m_day, &QSpinBox::valueChanged, this, &ShapeFields::tell);
  connect(m_time, &QTimeEdit::timeChanged, this, &ShapeFields::tell);
  setShape({});
}

void ShapeFields::buildDays() {
  m_weekPart = new QWidget(this);
  auto* layout = new QHBoxLayout(m_weekPart);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  m_weekdays.resize(7);
  const QLocale locale;
  const int first = static_cast<int>(locale.firstDayOfWeek()) % 7;
  for (int place = 0; place < 7; ++place) {
    const int weekday = (first + place) % 7;
    const int qtDay = weekday == 0 ? 7 : weekday;
    auto* button = new QToolButton(m_weekPart);
    button->setCheckable(true);
    button->setObjectName(QStringLiteral("weekday%1").arg(weekday));
    button->setText(locale.standaloneDayName(qtDay, QLocale::ShortFormat));
    button->setAccessibleName(locale.standaloneDayName(qtDay));
    button->setToolTip(locale.standaloneDayName(qtDay));
    button->setProperty("choice", true);
    QFont bold = button->font();
    bold.setWeight(QFont::DemiBold);
    button->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(button->text()) + kPartGap * 2);
    layout->addWidget(button);
    m_weekdays[weekday] = button;
    connect(button, &QToolButton::toggled, this, [this, button] { keepOneDay(button); });
  }
}

// A week without a day would never come.
void ShapeFields::keepOneDay(QToolButton* button) {
  if (m_quiet) return;
  for (const QToolButton* other : std::as_const(m_weekdays)) {
    if (other->isChecked()) return tell();
  }
  m_quiet = true;
  button->setChecked(true);
  m_quiet = false;
}

CronShape ShapeFields::shape() const {
  CronShape shape;
  shape.kind = static_cast<Kind>(m_kind->currentData().toInt());
  shape.step = m_step->currentData().toInt();
  shape.minute = m_minute->value();
  shape.day = m_day->value();
  shape.time = m_time->time();
  shape.weekdays = 0;
  for (int day = 0; day < m_weekdays.size(); ++day) {
    if (m_weekdays[day]->isChecked()) shape.weekdays |= quint64{1} << day;
  }
  return shape;
}

void ShapeFields::setShape(const CronShape& shape) {
  m_quiet = true;
  m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(shape.kind)));
  m_step->setCurrentIndex(qMax(0, m_step->findData(shape.step)));
  m_minute->setValue(shape.minute);
  m_day->setValue(shape.day);
  m_time->setTime(shape.time);
  for (int day = 0; day < m_weekdays.size(); ++day) m_weekdays[day]->setChecked(((shape.weekdays >> day) & 1U) != 0);
  showKind();
  m_quiet = false;
}

void ShapeFields::showKind() {
  const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
  m_step->setVisible(kind == Kind::Minutes);
  m_hourPart->setVisible(kind == Kind::Hourly);
  m_dayPart->setVisible(kind == Kind::Monthly);
  m_weekPart->setVisible(kind == Kind::Weekly);
  m_timePart->setVisible(kind == Kind::Daily || kind == Kind::Weekly || kind == Kind::Monthly);
}

void ShapeFields::tell() {
  if (!m_quiet) Q_EMIT changed();
}

}  // namespace courier
