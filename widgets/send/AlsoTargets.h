#pragma once

#include <QVector>
#include <QWidget>
#include <memory>
#include <vector>

#include "models/targets/Target.h"

class QGridLayout;

namespace courier {

class Fold;
class FormScroll;
class Note;

/// "Also send to…": saved targets to be ticked besides the one chosen above, each with a path of its own. Folded away
/// until somebody wants it, and not there at all while there is nothing to tick. Main thread.
class AlsoTargets final : public QWidget {
  Q_OBJECT
 public:
  struct Ticked {
    Target target;
    QString path;  ///< behind the target's address, "" for none
  };

  explicit AlsoTargets(QWidget* parent = nullptr);
  ~AlsoTargets() override;

  void setTargets(const QVector<Target>& targets);
  /// The one chosen above cannot be ticked here; an invalid id for an address.
  void setChosen(TargetId chosen);
  [[nodiscard]] QVector<Ticked> ticked() const;
  /// Looks at the paths of what is ticked and says below each what is wrong; the first such gets the focus.
  [[nodiscard]] bool check();

 Q_SIGNALS:
  /// What is ticked, or a path of it, is another.
  void changed();

 private:
  struct Row;
  void addRow(const Target& target);
  void showRows();
  void onChanged();
  bool checkPath(const Row& row);
  std::vector<std::unique_ptr<Row>> m_rows;
  TargetId m_chosen;
  Fold* m_fold;
  FormScroll* m_list;
  QGridLayout* m_grid;
  Note* m_hint;  ///< about what is ticked: paused, not encrypted
};

}  // namespace courier
