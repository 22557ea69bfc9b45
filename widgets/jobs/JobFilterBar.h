#pragma once

#include <QDate>
#include <QWidget>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"

class QButtonGroup;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QTimer;

namespace courier {

class Button;
class PageHeader;

/// The head of the Jobs page: which lines are shown, by group, state, target, time and text. Main thread; what it is
/// given outlives it.
class JobFilterBar final : public QWidget {
  Q_OBJECT
 public:
  JobFilterBar(JobStore& jobs, const Clock& clock, QWidget* parent = nullptr);

  /// What is chosen now; a day's bounds are this computer's midnights. Limit and paging are the caller's.
  [[nodiscard]] JobFilter filter() const;
  /// The restrictions in words, each on a line: "state “refused”", "target “myweb”", "today" …; empty without any.
  [[nodiscard]] QStringList restrictions() const;
  /// A control behind the search field.
  void addAction(QWidget* widget);
  void showTotals(const JobStore::Totals& totals);

 public Q_SLOTS:
  /// Shows everything again, or all of a group.
  void reset(courier::JobFilter::Group group = JobFilter::Group::All);
  /// All lines of this day (local time), and no others.
  void showDay(QDate day);
  /// Reads which targets there are to filter by.
  void loadTargets();

 Q_SIGNALS:
  /// The filter is another one; of typing, once the person pauses.
  void changed();

 private:
  enum class Span { Any, Today, Week, Month, Days };
  void buildHeader();
  void buildRow();
  void showTargets(const QVector<JobTarget>& targets);
  void choose();
  void clear(JobFilter::Group group);
  [[nodiscard]] Span span() const;
  [[nodiscard]] QString spanText() const;

  JobStore& m_jobs;
  const Clock& m_clock;
  QTimer* m_typed;
  PageHeader* m_header;
  QButtonGroup* m_groups;
  QLineEdit* m_search;
  QComboBox* m_state;
  QComboBox* m_target;
  QComboBox* m_span;
  QWidget* m_days;
  QDateEdit* m_from;
  QDateEdit* m_to;
  Button* m_reset;
  QVector<JobTarget> m_targets;
};

}  // namespace courier
