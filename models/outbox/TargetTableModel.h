#pragma once

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"

namespace courier {

/// The saved targets as a table: name, address, sign-in, last delivery, who uses it, and a column for a menu. Main
/// thread. Speaks TableRoles; never holds a secret.
class TargetTableModel final : public KeyedTableModel<TargetOverview> {
  Q_OBJECT
 public:
  enum Column { NameColumn, AddressColumn, SignInColumn, LastColumn, UsedByColumn, MenuColumn, ColumnCount };

  explicit TargetTableModel(const Clock& clock, QObject* parent = nullptr);

  /// Where this computer keeps secrets: "alice · keychain" or "alice · this session".
  void setSecretPlace(SecretStore::Place place);
  [[nodiscard]] int rowOf(TargetId id) const { return KeyedTableModel::rowOf(Key(id.value, 0)); }

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const TargetOverview& row) const override { return {row.target.id.value, 0}; }
  [[nodiscard]] TableCell cell(const TargetOverview& row, int column) const override;

 private:
  [[nodiscard]] TableCell signIn(const Target& target) const;
  [[nodiscard]] TableCell lastDelivery(const TargetOverview& overview) const;
  [[nodiscard]] TableCell usedBy(const TargetOverview& overview) const;

  const Clock& m_clock;
  SecretStore::Place m_place = SecretStore::Place::Keychain;
};

}  // namespace courier
