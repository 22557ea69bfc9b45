#pragma once

#include <QPointer>
#include <QStringList>
#include <functional>
#include <memory>
#include <vector>

#include "models/data/ResultStore.h"
#include "tests/widgets/schedules/SchedulesFixture.h"
#include "widgets/common/Dialog.h"
#include "widgets/connections/ConnectionActions.h"
#include "widgets/results/ResultGrid.h"

namespace courier::testing {

/// Every dialog of the program, with what a person sees in it on a day with much to tell: what holds for one has to
/// hold for all. A class that derives from Dialog and is not made here makes DialogRegistryTest fail.
class DialogsFixture : public SchedulesFixture {
 protected:
  struct Case {
    QString name;                                   ///< its class, and behind a space which of its kinds
    std::function<Dialog*(QWidget* parent)> make;   ///< not yet shown
    std::function<bool(const Dialog&)> isFilled{};  ///< what it reads has come; nothing: it reads nothing
    [[nodiscard]] QString className() const { return name.section(QLatin1Char(' '), 0, 0); }
  };

  DialogsFixture();
  ~DialogsFixture() override;

  [[nodiscard]] const std::vector<Case>& all() const { return m_cases; }
  /// Opens it over `parent` and waits until it is active and filled. The last one is gone.
  Dialog& open(const Case& one, QWidget* parent = nullptr);
  /// Deletes the open one with all that it opened itself.
  void drop();
  /// Opens what is folded away, so that all its controls are there.
  static void unfold(Dialog& dialog);
  /// The widgets that Tab leads to, from the one that has the focus round to it again.
  static QWidgetList walk(Dialog& dialog);

 private:
  void addTargetDialogs();
  void addConnectionDialogs();
  void addScheduleDialogs();
  void addSendDialogs();
  void addFileDialogs();
  void addQuestions();
  void addViews();
  void addExportDialogs();
  [[nodiscard]] std::shared_ptr<ResultStore> result();

  std::unique_ptr<ConnectionActions> m_connectionActions;
  std::vector<Case> m_cases;
  QPointer<Dialog> m_open;
  std::shared_ptr<ResultStore> m_result;
  std::unique_ptr<QAbstractItemModel> m_cells;
  std::unique_ptr<ResultGrid> m_filtered;
};

}  // namespace courier::testing
