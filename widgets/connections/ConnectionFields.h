#pragma once

#include <QObject>
#include <optional>

#include "models/query/Connection.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QWidget;

namespace courier {

class CheckedField;
class ConnectionOptionFields;
class DimLabel;
class FormGrid;
class OdbcSourceField;
class PathField;

/// Where a database is and who signs in: the kind, the address, and the fields of the kind, which write the address and
/// are filled from it. The address field never keeps a password: a pasted address is taken apart at once, a typed one
/// when the focus leaves it.
class ConnectionFields final : public QObject {
  Q_OBJECT
 public:
  /// `options`: those that the address names too. Both outlive this.
  ConnectionFields(FormGrid& grid, ConnectionOptionFields& options);

  void set(const Connection& connection);
  void setPassword(const QString& password);
  /// A password is saved already, at that place ("in the keychain"): it stays unless another is typed or the box that
  /// says so is unticked.
  void setStoredPassword(const QString& place);
  [[nodiscard]] Engine engine() const;
  void setEngine(Engine engine);
  /// Fills the fields from an address, as if it was pasted.
  void paste(const QString& address);
  /// Begins with the address: somebody wants to paste one.
  void focusAddress();
  /// Where a person begins to fill in a new connection of this kind.
  void focusPlace();

  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] QWidget* check();
  /// Writes kind, place and user into `connection`.
  void read(Connection& connection) const;
  /// Nothing: the saved one stays. "": none.
  [[nodiscard]] std::optional<QString> password() const;
  void setPasswordError(const QString& sentence);
  /// A name for the connection, from what is known of it; "" where that is nothing yet.
  [[nodiscard]] QString suggestedName() const;

 Q_SIGNALS:
  void engineChanged(courier::Engine engine);
  /// By a person or from the address.
  void edited();

 private:
  enum class Take { Typing, Whole };
  void addPlaces();
  void addRegion();
  void addSignIn();
  void showSecretWords();
  void takeSource();
  void build();
  void connectFields();
  void showEngine();
  void takeAddress(Take take);
  void fill(const Connection& connection);
  void writeAddress();
  [[nodiscard]] bool isEmpty() const;
  /// Whether one is saved that is of use here: a password is no token.
  [[nodiscard]] bool isStored() const { return !m_storedAt.isEmpty() && m_storedKind == m_passwordKind; }
  /// The region that is chosen; "" for another address.
  [[nodiscard]] QString region() const;
  FormGrid& m_grid;
  ConnectionOptionFields& m_options;
  QComboBox* m_kind;
  CheckedField* m_address;
  PathField* m_file;
  OdbcSourceField* m_source;
  FileSources m_files;  ///< of Engine::Files: the address alone says them
  QWidget* m_hostRow;
  CheckedField* m_host;
  CheckedField* m_port;
  QComboBox* m_region;
  CheckedField* m_catalog;
  CheckedField* m_schema;
  CheckedField* m_database;
  CheckedField* m_user;
  CheckedField* m_password;
  QLabel* m_passwordLabel;
  QCheckBox* m_keep;
  PasswordKind m_passwordKind = PasswordKind::Password;
  PasswordKind m_storedKind = PasswordKind::Password;
  QString m_storedAt;  ///< where the saved password is; "" where there is none
  bool m_isFilling = false;
  QString m_written;  ///< the address as the fields wrote it last
  qsizetype m_lastLength = 0;
};

}  // namespace courier
