#pragma once

#include <optional>

#include "models/query/ConnectionSaver.h"
#include "widgets/common/Dialog.h"
#include "widgets/connections/ConnectionTestPanel.h"

class QCheckBox;

namespace courier {

class CheckedField;
class ConnectionFields;
class ConnectionOptionFields;
class DimLabel;
class Fold;
class FormGrid;
class MarkPill;
class Note;

/// What the dialogs of connections need of the program's services, which outlive them.
struct ConnectionServices {
  ConnectionStore& connections;
  SecretStore& secrets;
  ConnectionTest test;
};

/// Makes or edits a connection, and tries it as it stands in the fields. If saving fails, the dialog says why and stays
/// open with all that was typed. It never shows a saved password. Main thread.
class ConnectionDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `existing`: the connection to edit; nothing makes a new one.
  ConnectionDialog(const ConnectionServices& services, std::optional<Connection> existing, QWidget* parent = nullptr);
  ~ConnectionDialog() override;

  /// For a new connection: begins with a database of this kind.
  void begin(Engine engine);
  /// For a new connection: begins where an address is pasted; `address` may be "".
  void beginWithAddress(const QString& address);
  void reject() override;

 Q_SIGNALS:
  void saved(courier::ConnectionId id);

 private:
  /// Makes the parts in the order in which Tab goes through them.
  void build();
  void connectParts();
  void fill(SecretStore::Place place);
  void readNames();
  void suggestName();
  void showEngine(Engine engine);
  void showWarnings();
  [[nodiscard]] bool checkFields();
  /// What was typed now; "" for what is to go.
  [[nodiscard]] GivenSecrets typedSecrets() const;
  /// Brings what is wrong into sight.
  void openFoldsWithErrors();
  void save();
  void write(SecretStore::Fallback fallback);
  void offerSession();
  void finish(ConnectionId id);
  void fail(const Error& error);
  void setBusy(bool busy);
  void toggleTest();
  [[nodiscard]] Connection wanted() const;

  ConnectionStore& m_connections;
  ConnectionSaver* m_saver;
  const std::optional<Connection> m_existing;
  QStringList m_taken;  ///< names of other connections
  bool m_nameIsTheirs = false;
  bool m_busy = false;
  FormGrid* m_grid;
  FormGrid* m_more;
  FormGrid* m_way;
  CheckedField* m_name;
  ConnectionOptionFields* m_options;
  ConnectionFields* m_fields;
  Note* m_tlsWarning;
  QCheckBox* m_readOnly;
  DimLabel* m_readOnlyWords;
  MarkPill* m_mark;
  DimLabel* m_use;
  Fold* m_fold;
  Fold* m_wayFold;
  ConnectionTestPanel* m_panel;
  Note* m_note;
  Button* m_test;
  Button* m_save;
  Button* m_cancel;
};

}  // namespace courier
