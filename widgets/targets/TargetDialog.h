#pragma once

#include <optional>

#include "models/delivery/Outbox.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"
#include "widgets/common/Dialog.h"

class QComboBox;
class QSpinBox;

namespace courier {

class AddressFields;
class CheckedField;
class Note;

/// Makes or edits a saved target, or changes the sign-in of an address typed in place. Saving writes the password into
/// the SecretStore first, then the target; what fails is said and leaves the dialog open with all that was typed. A
/// stored password is never read back.
class TargetDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `existing`: the target to edit; nothing makes a new one. The stores outlive the dialog.
  TargetDialog(TargetStore& targets, Outbox& outbox, SecretStore& secrets, std::optional<Target> existing,
               QWidget* parent = nullptr);

  /// For a new target: starts with this address.
  void suggestAddress(const TargetUrl& url);
  void reject() override;

 Q_SIGNALS:
  void saved(courier::TargetId id);

 private:
  void buildOptions();
  void save();
  void writeSecret(SecretStore::Fallback fallback);
  void offerSession();
  void writeTarget();
  void finish(TargetId id);
  void fail(const Error& error);
  void setBusy(bool busy);
  [[nodiscard]] bool isUnnamed() const { return m_existing && m_existing->name.isEmpty(); }
  [[nodiscard]] Target wanted() const;
  [[nodiscard]] bool signInChanged() const;

  TargetStore& m_targets;
  Outbox& m_outbox;
  SecretStore& m_secrets;
  const std::optional<Target> m_existing;
  QString m_newKey;  ///< under which a new secret was written by this dialog
  bool m_busy = false;
  CheckedField* m_name;
  AddressFields* m_fields;
  QWidget* m_options;
  QComboBox* m_method;
  QSpinBox* m_rowCap;
  Note* m_note;
  Button* m_save;
  Button* m_cancel;
};

}  // namespace courier
