#pragma once

#include <optional>

#include "models/delivery/Outbox.h"
#include "models/targets/TargetSaver.h"
#include "widgets/common/Dialog.h"

class QComboBox;
class QSpinBox;

namespace courier {

class AddressFields;
class CheckedField;
class Note;

/// Makes or edits a saved target, or changes the sign-in of an address typed in place (TargetSaver). What fails is said
/// and leaves the dialog open with all that was typed. A stored password is never shown.
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
  void write(SecretStore::Fallback fallback);
  void offerSession();
  void finish(TargetId id);
  void fail(const Error& error);
  void setBusy(bool busy);
  [[nodiscard]] bool isUnnamed() const { return m_existing && m_existing->name.isEmpty(); }
  [[nodiscard]] Target wanted() const;
  [[nodiscard]] bool signInChanged() const;

  Outbox& m_outbox;
  TargetSaver* m_saver;
  const std::optional<Target> m_existing;
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
