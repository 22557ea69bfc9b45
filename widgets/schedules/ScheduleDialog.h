#pragma once

#include "models/query/ConnectionStore.h"
#include "models/schedules/ScheduleStore.h"
#include "models/schedules/ScheduleVariables.h"
#include "models/targets/TargetResolver.h"
#include "widgets/common/Dialog.h"

namespace courier {

class CheckedField;
class Note;
class RunFields;
class SqlFields;
class DestinationFields;
class TimeFields;
class VariablePreview;

/// Makes or edits a schedule. If saving fails, the dialog says why and stays open with all that was typed. Main thread;
/// what it is given outlives it.
class ScheduleDialog final : public Dialog {
  Q_OBJECT
 public:
  struct Parts {
    ScheduleStore& schedules;
    ConnectionStore& connections;
    TargetStore& targets;
    SecretStore& secrets;
    const Clock& clock;
  };
  /// `schedule`: the one to edit, or, without an id, what a new one begins with.
  ScheduleDialog(Parts parts, const Schedule& schedule, QWidget* parent = nullptr);

  /// What a schedule begins with where nothing is said: every day at 09:00 in this computer's zone.
  [[nodiscard]] static Schedule fresh();
  void reject() override;

 Q_SIGNALS:
  void saved(courier::ScheduleId id);
  /// Saved, and to be run now or for earlier slots.
  void runWanted(courier::ScheduleId id);
  void backfillWanted(courier::ScheduleId id);

 private:
  using Then = void (ScheduleDialog::*)(ScheduleId);
  void build();
  void fill();
  void loadConnections();
  void preview();
  [[nodiscard]] SlotValues values() const;
  [[nodiscard]] Schedule wanted() const;
  /// Whether all fields are good; says what is not, and puts the focus there.
  [[nodiscard]] bool checkFields();
  [[nodiscard]] bool checkVariables();
  void save(Then then);
  void write(const Schedule& schedule, Then then);
  void finish(const Expected<ScheduleId>& written, Then then);
  void fail(const Error& error);
  void setBusy(bool busy);

  Parts m;
  const Schedule m_initial;
  TargetResolver m_resolver;
  JobId m_nextJob{1};
  bool m_busy = false;
  CheckedField* m_name;
  TimeFields* m_time;
  SqlFields* m_sql;
  DestinationFields* m_target;
  VariablePreview* m_preview;
  RunFields* m_run;
  Note* m_note;
  Button* m_runNow;
  Button* m_backfill;
  Button* m_cancel;
  Button* m_save;
};

}  // namespace courier
