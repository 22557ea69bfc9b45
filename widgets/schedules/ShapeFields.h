#pragma once

#include <QVector>
#include <QWidget>

#include "models/schedules/CronShape.h"

class QCheckBox;
class QComboBox;
class QSpinBox;
class QTimeEdit;
class QToolButton;

namespace courier {

/// How often a schedule runs, chosen without knowing the grammar: a kind, then the minute, time or days that it needs.
/// Main thread.
class ShapeFields final : public QWidget {
  Q_OBJECT
 public:
  explicit ShapeFields(QWidget* parent = nullptr);

  [[nodiscard]] CronShape shape() const;
  /// Shows it without telling.
  void setShape(const CronShape& shape);

 Q_SIGNALS:
  /// The person chose something.
  void changed();

 private:
  void buildDays();
  void showKind();
  void tell();
  void keepOneDay(QToolButton* button);

  QComboBox* m_kind;
  QComboBox* m_step;
  QWidget* m_hourPart;
  QSpinBox* m_minute;
  QWidget* m_dayPart;
  QSpinBox* m_day;
  QWidget* m_weekPart;
  QVector<QToolButton*> m_weekdays;  ///< by weekday, 0 Sunday
  QWidget* m_timePart;
  QTimeEdit* m_time;
  bool m_quiet = false;
};

}  // namespace courier
