#pragma once

#include <QWidget>

#include "models/base/Clock.h"
#include "models/outbox/AttemptTableModel.h"

class QLabel;

namespace courier {

class DataTable;
class TextView;

/// The attempts of one delivery, newest first, and what the server answered to the chosen one, as plain text.
class AttemptView final : public QWidget {
  Q_OBJECT
 public:
  explicit AttemptView(const Clock& clock, QWidget* parent = nullptr);
  ~AttemptView() override;
  /// Of the delivery shown now; `sameDelivery` keeps the chosen attempt, unless a newer one has come.
  void setAttempts(const QVector<Attempt>& attempts, bool sameDelivery);

 private:
  void showAnswer();
  AttemptTableModel m_model;
  DataTable* m_table;
  QLabel* m_heading;
  QLabel* m_answerHeading;
  TextView* m_answer;
};

/// What is shown of an attempt's answer: its head, an empty line, the beginning of its body; without an answer, what
/// happened instead.
[[nodiscard]] QString answerText(const Attempt& attempt);

}  // namespace courier
