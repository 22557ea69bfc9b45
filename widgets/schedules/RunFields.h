#pragma once

#include <QWidget>

#include "models/schedules/Schedule.h"

class QComboBox;
class QSpinBox;

namespace courier {

/// How a schedule's runs are treated, as the part of a form: slots that were missed or overlap, delay, retries,
/// priority. Main thread.
class RunFields final : public QWidget {
  Q_OBJECT
 public:
  explicit RunFields(QWidget* parent = nullptr);

  void set(const Schedule& schedule);
  void read(Schedule& schedule) const;
  /// How late a missed slot may be caught up depends on how often it is due.
  void setDueEveryDay(bool isDueEveryDay);

 private:
  QComboBox* m_missed;
  QComboBox* m_overlap;
  QSpinBox* m_delay;
  QSpinBox* m_retries;
  QComboBox* m_priority;
};

}  // namespace courier
