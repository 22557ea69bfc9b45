#pragma once

#include <QWidget>

#include "models/base/CancelToken.h"
#include "models/base/Clock.h"
#include "models/jobs/KeptBody.h"
#include "models/outbox/Outbox.h"
#include "widgets/jobs/BodySaving.h"
#include "widgets/results/DiffTable.h"

class QLabel;
class QStackedWidget;

namespace courier {

class Button;
class DimLabel;
class EmptyState;

/// Compares this body with the one delivered to the same address before it: counts, remarks and the rows that differ,
/// or a sentence that says why there is no comparison. The work is done on another thread, can be stopped, and stops by
/// itself when the page goes. Main thread; what it is given outlives it.
class BodyDiffPage final : public QWidget {
  Q_OBJECT
 public:
  /// `spoolFolder`: where bodies are kept, and large results spilled.
  BodyDiffPage(Outbox& outbox, const Clock& clock, BodySubject subject, QString spoolFolder, QWidget* parent = nullptr);
  ~BodyDiffPage() override;

  /// Compares, unless that is under way or done.
  void start();
  [[nodiscard]] bool isWorking() const { return m_state == State::Working; }

 private:
  enum class State { Idle, Working, Done };
  void compareWith(const Delivery& before);
  void show(const ResultDiff& diff);
  /// Ends without a table; what can be tried again gets a button for it.
  enum class Way { None, Again };
  void end(const QString& title, const QString& text, Way way = Way::None);

  Outbox& m_outbox;
  const Clock& m_clock;
  BodySubject m_subject;
  QString m_spoolFolder;
  State m_state = State::Idle;
  CancelToken m_cancel;
  QStackedWidget* m_stack;
  EmptyState* m_words;
  Button* m_stop;
  Button* m_again;
  QWidget* m_page;
  QLabel* m_counts;
  DimLabel* m_notes;
  DiffTable* m_table;
};

}  // namespace courier
