#pragma once

#include <QComboBox>
#include <QTimeZone>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/base/Expected.h"
#include "models/schedules/CronWords.h"

class QLabel;

namespace courier {

class CheckedField;
class FormGrid;
class Note;
class ShapeFields;

/// A time zone by its IANA name: chosen from the list, or typed; what is typed finds every name that holds it.
class ZoneBox final : public QComboBox {
  Q_OBJECT
 public:
  explicit ZoneBox(QWidget* parent = nullptr);

  void setZone(const QString& name);
  /// Nothing while what stands there is no zone's name.
  [[nodiscard]] Expected<QTimeZone> zone() const;

 Q_SIGNALS:
  void zoneChanged();
};

/// When a schedule runs, as the part of a form: chosen or written as an expression, both in step; the zone; what it
/// means in words; the next five runs; what is to be known of it. Main thread; the clock outlives it.
class TimeFields final : public QWidget {
  Q_OBJECT
 public:
  explicit TimeFields(const Clock& clock, QWidget* parent = nullptr);

  void set(const CronExpression& cron, const QString& zone);
  /// Says what is wrong at the field where it is, which gets the focus.
  [[nodiscard]] bool check();
  /// As they stand; those of the last good state while check() is false.
  [[nodiscard]] const CronExpression& cron() const { return m_cron; }
  [[nodiscard]] const QTimeZone& zone() const { return m_zone; }
  /// The next run (UTC ms), or now for one that has none: for trying its variables.
  [[nodiscard]] qint64 nextRunMs() const;

 Q_SIGNALS:
  void changed();

 private:
  void takeShape();
  void takeExpression();
  void takeZone();
  void showNoRun();
  void show();

  const Clock& m_clock;
  CronExpression m_cron;
  QTimeZone m_zone;
  CronForecast m_forecast;
  FormGrid* m_grid;
  ShapeFields* m_shape;
  ZoneBox* m_zones;
  CheckedField* m_expression;
  QLabel* m_words;
  QLabel* m_runs;
  Note* m_warning;
  QTimer m_tick;  ///< runs that have passed go
};

}  // namespace courier
