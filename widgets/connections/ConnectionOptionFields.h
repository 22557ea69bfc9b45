#pragma once

#include <QObject>
#include <QVector>

#include "models/query/ConnectionSaver.h"
#include "models/query/ServerOptionTable.h"

class QCheckBox;
class QComboBox;
class QPlainTextEdit;
class QSpinBox;
class QWidget;

namespace courier {

class CheckedField;
class FormGrid;
class PathField;
class ProxyControls;

/// The controls of a connection's options, made from their description; each has its option's key as its object name
/// and shows its default at first. With them are the fields of the secrets that come with an option: the passphrase of
/// a client key, the password at a proxy.
class ConnectionOptionFields final : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  /// Adds a row for an option to a grid of the form, which outlives this.
  void add(ServerOptionId id, FormGrid& grid, const QString& label);
  /// Shows those that the engine has.
  void showFor(Engine engine);
  void set(const ServerOptions& options);
  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] QWidget* check();
  void read(ServerOptions& options) const;
  /// What was typed of the secrets.
  [[nodiscard]] GivenSecrets secrets() const;
  /// Secrets are saved already, at that place ("in the keychain"): they stay unless others are typed.
  void setStored(const QString& place);
  void setProxyPassword(const QString& password);
  /// Says below the secret's field what is wrong with it; null where it has none.
  [[nodiscard]] QWidget* showSecretError(const QString& secret, const QString& sentence);

 Q_SIGNALS:
  /// By a person or by set().
  void edited();
  /// A secret, by a person.
  void secretEdited();

 private:
  /// One of the controls is there.
  struct Row {
    const ServerOption* option;
    FormGrid* grid;
    QComboBox* choice = nullptr;
    QSpinBox* number = nullptr;
    QCheckBox* yesNo = nullptr;
    CheckedField* text = nullptr;
    PathField* path = nullptr;
    QPlainTextEdit* lines = nullptr;
    ProxyControls* proxy = nullptr;
    [[nodiscard]] QWidget* control() const;
  };
  void makeControl(Row& row, const char* objectName, const QString& label);
  void addPassphrase(FormGrid& grid);
  void showPassphrase();
  [[nodiscard]] const Row* rowOf(ServerOptionId id) const;
  static void show(const Row& row, const ServerOptions& options);
  QVector<Row> m_rows;
  CheckedField* m_passphrase = nullptr;
  Engine m_engine = Engine::Sqlite;
};

}  // namespace courier
