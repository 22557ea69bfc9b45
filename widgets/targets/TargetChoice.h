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
class TargetChoice final : public QWidget {
  Q_OBJECT
 public:
  explicit TargetChoice(TargetStore& targets, QWidget* parent = nullptr);
  /// Looks at every field and says below each what is wrong: nothing then, and the first such has the focus.
  [[nodiscard]] std::optional<TargetWish> check();

 private:
  void showTargets(const Result<QVector<Target>>& targets);
  void showChoice();
  [[nodiscard]] const Target* chosen() const;

  QVector<Target> m_targets;
  QComboBox* m_target;
  FormGrid* m_savedRows;
  CheckedField* m_path;
  FormGrid* m_typedRows;
  AddressFields* m_fields;
  HttpMethod m_typedMethod = HttpMethod::Put;
  Note* m_hint;  ///< about the choice: paused, not encrypted
};

}  // namespace courier
