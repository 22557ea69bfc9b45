#pragma once

#include <QObject>

#include "models/address/ProxyOptions.h"

class QComboBox;
class QWidget;

namespace courier {

class CheckedField;
class FormGrid;

/// The rows of a form for the proxy on the way to a server: its kind and, where a person names it, its place, user and
/// password.
class ProxyControls final : public QObject {
  Q_OBJECT
 public:
  /// Adds the rows to the grid, which outlives this.
  explicit ProxyControls(FormGrid& grid);

  void set(const ProxyOptions& proxy);
  [[nodiscard]] ProxyOptions proxy() const;
  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] QWidget* check();
  /// Shows or hides all of it.
  void setShown(bool shown);
  /// Where a person mends it: the password where there is one to give, else the kind.
  [[nodiscard]] QWidget* field() const;
  [[nodiscard]] CheckedField* password() const { return m_password; }

 Q_SIGNALS:
  /// By a person or by set(); not the password.
  void edited();

 private:
  void showRows();
  FormGrid& m_grid;
  QComboBox* m_kind;
  CheckedField* m_place;
  CheckedField* m_user;
  CheckedField* m_password;
  bool m_isShown = true;
};

}  // namespace courier
