#pragma once

#include <QPointer>

#include "models/base/Clock.h"
#include "models/base/WhenDone.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/TargetTableModel.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"
#include "widgets/common/Page.h"
#include "widgets/targets/TargetPart.h"

namespace courier {

class Button;
class Note;
class RecordList;
class TargetDialog;

/// The page of saved targets: list, new, edit, delete, resume. Main thread; what it is given outlives it.
class TargetsPage final : public Page {
  Q_OBJECT
 public:
  TargetsPage(TargetStore& targets, Outbox& outbox, SecretStore& secrets, const Clock& clock,
              QWidget* parent = nullptr);
  ~TargetsPage() override;

  /// "3 targets", for the status bar; "" before the first load.
  [[nodiscard]] QString statusText() const;

 public Q_SLOTS:
  void newTarget();
  /// The dialog for a new target at this address, as a test receiver offers it.
  void newTargetAt(const QString& address);
  /// `part`: where its dialog begins.
  void editTarget(courier::TargetId id, courier::TargetPart part = courier::TargetPart::Whole);
  /// Reads the list again, soon: many calls make one.
  void reload();

 Q_SIGNALS:
  void receiverRequested();
  void statusChanged();

 private:
  void buildList();
  void connectList();
  void load();
  void showOverviews(const Expected<QVector<TargetOverview>>& overviews);
  TargetDialog* openDialog(std::optional<Target> target);
  void openMenu(int row, const QPoint& at);
  /// Says first which schedules send there.
  void askDelete(const Target& target);
  void askDelete(const Target& target, const QStringList& schedules);
  void resume(const Target& target);
  void showSelected();

  TargetStore& m_targets;
  Outbox& m_outbox;
  SecretStore& m_secrets;
  const Clock& m_clock;
  TargetTableModel m_model;
  Soon m_soon;
  RecordList* m_list;
  Note* m_note;
  Button* m_create;
  Note* m_paused;
  TargetId m_wanted;  ///< to select once the list holds it
  bool m_loaded = false;
};

}  // namespace courier
