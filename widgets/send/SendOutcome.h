#pragma once

#include <QVector>
#include <QWidget>
#include <optional>

#include "models/outbox/Outbox.h"

class QProgressBar;
class QTimer;

namespace courier {

class FormScroll;
class Note;

/// Shows a delivery's progress: queued, being sent, delivered, or why not. Reads the outbox when it changes in this
/// process and, because another process may send, every now and then. Main thread.
class SendOutcome final : public QWidget {
  Q_OBJECT
 public:
  /// Among others the line always names its target.
  enum class Naming { Alone, AmongOthers };
  SendOutcome(Outbox& outbox, Naming naming, QWidget* parent = nullptr);
  void follow(DeliveryId id);
  [[nodiscard]] std::optional<DeliveryId> delivery() const { return m_id; }

 public Q_SLOTS:
  void showProgress(courier::DeliveryId id, qint64 sent, qint64 total);

 Q_SIGNALS:
  void showInJobsRequested(courier::DeliveryId id);

 private:
  void load();
  void describe(const Delivery& delivery);
  Outbox& m_outbox;
  Naming m_naming;
  std::optional<DeliveryId> m_id;
  QTimer* m_again;
  Note* m_note;
  QProgressBar* m_progress;
};

/// The sentence about a delivery that somebody waits for, and whether it may still change.
struct OutcomeWords {
  QString text;
  bool mayChange = false;
  bool namesTarget = false;
};
[[nodiscard]] OutcomeWords outcomeWords(const Delivery& delivery);

/// Shows the progress of all deliveries of one send, one line each. Main thread.
class SendOutcomes final : public QWidget {
  Q_OBJECT
 public:
  explicit SendOutcomes(Outbox& outbox, QWidget* parent = nullptr);
  void follow(const QVector<DeliveryId>& ids);

 public Q_SLOTS:
  void showProgress(courier::DeliveryId id, qint64 sent, qint64 total);

 Q_SIGNALS:
  void showInJobsRequested(courier::DeliveryId id);

 private:
  Outbox& m_outbox;
  FormScroll* m_list;
  QVector<SendOutcome*> m_lines;
};

}  // namespace courier
