#pragma once

#include <QObject>
#include <QVector>

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

/// The controls of a connection's options, made from their description; each has its option's key as its object name
/// and shows its default at first.
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

 Q_SIGNALS:
  /// By a person or by set().
  void edited();

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
    [[nodiscard]] QWidget* control() const;
  };
  void makeControl(Row& row, const char* objectName, const QString& label);
  static void show(const Row& row, const ServerOptions& options);
  QVector<Row> m_rows;
};

}  // namespace courier
