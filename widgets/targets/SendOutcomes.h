#pragma once

#include <QVector>
#include <QWidget>

#include "models/outbox/Outbox.h"

namespace courier {

class FormScroll;
class SendOutcome;

/// What becomes of the deliveries of one send, a line each. Main thread.
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
