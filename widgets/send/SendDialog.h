#pragma once

#include <functional>

#include "models/outbox/Outbox.h"
#include "models/targets/TargetResolver.h"
#include "widgets/common/Dialog.h"
#include "widgets/results/ShownResult.h"

class QCheckBox;
class QComboBox;

namespace courier {

class AlsoTargets;
class FormGrid;
class Note;
class SendChanges;
class SendOutcomes;
class SendPreview;
class DestinationFields;

/// Sends the rows on the screen: to a saved target with a path, or to an address typed in place, and to further saved
/// targets that are ticked. Shows before what will go over the wire to each, and afterwards what became of it. Main
/// thread; what it is given outlives it.
class SendDialog final : public Dialog {
  Q_OBJECT
 public:
  /// Queues a delivery of these rows for each request, all or none; `moreRowsExist` says that they are not all there
  /// were.
  using Send = std::function<QFuture<Expected<QVector<DeliveryId>>>(
      const std::shared_ptr<const RowSource>& rows, const QVector<DeliveryRequest>& requests, bool moreRowsExist)>;

  SendDialog(ShownResult shown, TargetStore& targets, Outbox& outbox, SecretStore& secrets, Send send,
             QWidget* parent = nullptr);

 public Q_SLOTS:
  /// Fills the address in, as a test receiver offers it, with the user and password that it demands.
  void useAddress(const QString& address);
  void showProgress(courier::DeliveryId id, qint64 sent, qint64 total);

 Q_SIGNALS:
  /// "Try it here": start the test receiver and tell its address through useAddress().
  void receiverRequested();
  void showInJobsRequested(courier::DeliveryId id);

 protected:
  [[nodiscard]] bool hasEntries() const override;

 private:
  void buildForm(TargetStore& targets);
  void buildPreviewChoice();
  void buildRowChoice();
  void showChoice();
  void showPreview();
  void showChanges();
  void showReadiness();
  void send();
  void resolve(TargetWish wish);
  void offerSession();
  void queue(const QVector<ResolvedTarget>& targets);
  void queueNow(const QVector<DeliveryRequest>& requests);
  void showQueued(const QVector<DeliveryId>& ids);
  void fail(const Error& error);
  void setBusy(bool busy);
  /// To where the form says, as far as it can be told, and whether a secret goes along.
  struct Wanted {
    std::optional<DeliveryRequest> request;
    bool signsIn = false;
  };
  [[nodiscard]] Wanted wantedForPreview();
  void showPreviewChoice();
  [[nodiscard]] QString sendText() const;
  /// The rows that go.
  [[nodiscard]] std::shared_ptr<const RowSource> rows() const;

  const ShownResult m_shown;
  Outbox& m_outbox;
  TargetResolver m_resolver;
  Send m_send;
  bool m_busy = false;
  bool m_sent = false;
  QWidget* m_form;
  DestinationFields* m_choice;
  AlsoTargets* m_also;
  Note* m_trouble;  ///< what went wrong
  QCheckBox* m_incomplete;
  QCheckBox* m_onlyShown;  ///< of the rows, those that a filter leaves
  FormGrid* m_previewRow = nullptr;
  QComboBox* m_previewFor = nullptr;  ///< whose request is shown, where there are several
  SendPreview* m_preview = nullptr;
  SendChanges* m_changes = nullptr;
  std::optional<DeliveryRequest> m_request;  ///< as the preview shows it
  SendOutcomes* m_outcome;
  Button* m_close;
  Button* m_sendButton = nullptr;
};

}  // namespace courier
