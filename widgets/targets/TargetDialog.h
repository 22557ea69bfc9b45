#pragma once

#include <optional>

#include "models/check/TargetCheck.h"
#include "models/outbox/Outbox.h"
#include "models/targets/TargetSaver.h"
#include "widgets/common/Dialog.h"
#include "widgets/targets/TargetPart.h"

namespace courier {

class AddressFields;
class CheckPanel;
class CheckedField;
class DimLabel;
class FormGrid;
class Note;
class OptionFields;

/// Makes or edits a saved target, or changes the sign-in of an address typed in place (TargetSaver), and checks it as
/// it stands in the fields. If saving fails, the dialog says why and stays open with all that was typed. It never shows
/// a stored secret.
class TargetDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `existing`: the target to edit; nothing makes a new one. The stores outlive the dialog.
  TargetDialog(TargetStore& targets, Outbox& outbox, SecretStore& secrets, const Clock& clock,
               std::optional<Target> existing, QWidget* parent = nullptr);

  /// Begins at this part: something is to be mended there.
  void begin(TargetPart part);
  /// For a new target: starts with this address and the user and password it may name.
  void suggestAddress(const TargetUrl::Parsed& address);
  void reject() override;

 Q_SIGNALS:
  void saved(courier::TargetId id);

 private:
  /// Makes the parts in the order in which Tab goes through them.
  void build(SecretStore& secrets);
  void connectParts();
  void fill(const QString& secretPlace);
  /// When the secret was last used, and which schedules send there.
  void showUse(const QString& secret);
  /// Whether all fields but the name are good; says what is not, and puts the focus there.
  [[nodiscard]] bool checkFields();
  void save();
  void write(SecretStore::Fallback fallback);
  void offerSession();
  void finish(TargetId id);
  void fail(const Error& error);
  void setBusy(bool busy);
  /// Check, or Stop.
  void toggleCheck();
  void runCheck(bool sends);
  [[nodiscard]] CheckInput checkInput() const;
  [[nodiscard]] bool isUnnamed() const { return m_existing && m_existing->name.isEmpty(); }
  [[nodiscard]] Target wanted() const;
  /// What was typed now of what `target` needs, by secretfields' names.
  [[nodiscard]] QHash<QString, QString> typedSecrets(const Target& target) const;
  [[nodiscard]] bool signInChanged() const;

  TargetStore& m_targets;
  Outbox& m_outbox;
  TargetSaver* m_saver;
  const std::optional<Target> m_existing;
  bool m_busy = false;
  FormGrid* m_grid;
  CheckedField* m_name;
  AddressFields* m_fields;
  CheckPanel* m_panel;
  OptionFields* m_options;
  DimLabel* m_use;
  Note* m_note;
  Button* m_check;
  Button* m_save;
  Button* m_cancel;
};

}  // namespace courier
