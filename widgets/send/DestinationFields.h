#pragma once

#include <QWidget>

#include "models/targets/TargetResolver.h"

class QComboBox;

namespace courier {

class AddressFields;
class CheckedField;
class FormGrid;
class Note;

/// Where a result is to go, as the part of a form: a saved target with a path behind it, or an address typed in place.
/// Main thread; the store outlives it.
class DestinationFields final : public QWidget {
  Q_OBJECT
 public:
  explicit DestinationFields(TargetStore& targets, QWidget* parent = nullptr);
  /// Looks at every field and says below each what is wrong: nothing then, and the first such has the focus.
  [[nodiscard]] std::optional<TargetWish> check();

  /// The saved target that is chosen; null for an address, or for nowhere.
  [[nodiscard]] const Target* target() const;
  /// What a delivery there will ask for, as far as it can be told now, and without its secrets; says below the path
  /// what is wrong with it.
  [[nodiscard]] std::optional<DeliveryRequest> request();
  /// Whether a secret goes along.
  [[nodiscard]] bool signsIn() const;

  /// The saved target to begin with, once they are known; "" or one that is not there: the first.
  void prefer(const QString& targetName) { m_preferred = targetName; }
  /// Offers the test receiver where an address is to be typed.
  void offerReceiver();
  /// Fills in an address, with the user and password that it brings.
  void useAddress(const QString& address);
  /// Adds the choice to send nothing, and chooses it: isNowhere(), for which check() is not asked.
  void offerNowhere();
  [[nodiscard]] bool isNowhere() const;
  /// Shows where a result goes already: nothing is nowhere. `secretPlace`: where its password is, for people.
  void set(const std::optional<DeliveryRequest>& request, const QString& secretPlace);
  /// Whether it still stands as set() left it.
  [[nodiscard]] bool isAsSet() const { return m_isAsSet; }
  /// The name with its path, or the address, as it stands; never a password.
  [[nodiscard]] QString text() const;
  /// Where that leads; nothing while it is not valid.
  [[nodiscard]] std::optional<TargetUrl> url() const;
  /// Below the path or the address.
  void setError(const QString& sentence);

 Q_SIGNALS:
  /// Another choice, or another text.
  void changed();
  /// The saved targets were read.
  void targetsKnown(const QVector<courier::Target>& targets);
  void receiverRequested();

 private:
  void showTargets(const Expected<QVector<Target>>& targets);
  void beginAtAddress();
  void showChoice();
  void choose(int entry);
  void showSet();
  void touch();
  void showHint();

  QVector<Target> m_targets;
  QString m_preferred;
  bool m_offersReceiver = false;
  bool m_isKnown = false;
  std::optional<DeliveryRequest> m_set;  ///< to be shown once the targets are known
  QString m_secretPlace;
  bool m_isAsSet = false;
  bool m_isChosen = false;  ///< by the person, or by set()
  QComboBox* m_target;
  FormGrid* m_savedRows;
  CheckedField* m_path;
  FormGrid* m_typedRows;
  AddressFields* m_fields;
  HttpMethod m_typedMethod = HttpMethod::Put;
  Note* m_hint;  ///< about the choice: paused, not encrypted
};

}  // namespace courier
