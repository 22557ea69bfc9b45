#pragma once

#include <QWidget>
#include <optional>

#include "models/schedules/ScheduleVariables.h"

class QLabel;

namespace courier {

/// What a schedule's variables become: its statement and its address with the values of one run. Hidden while there
/// are none, or while they are wrong. Main thread.
class VariablePreview final : public QWidget {
  Q_OBJECT
 public:
  explicit VariablePreview(QWidget* parent = nullptr);

  void show(const QString& sql, const std::optional<TargetUrl>& url, const SlotValues& values);

 private:
  QLabel* m_title;
  QLabel* m_sql;
  QLabel* m_address;
};

}  // namespace courier
