#pragma once

#include <QWidget>
#include <optional>

#include "models/base/CancelToken.h"
#include "models/outbox/DeliveryGuards.h"
#include "models/write/BodyPreview.h"
#include "widgets/results/ShownResult.h"

class QLabel;

namespace courier {

class DataTable;
class Note;
class SendHead;
class TextView;
class ViewTabs;

/// What will go over the wire: request line, headers with secrets masked, the body's beginning, its exact size, each
/// column's types and what is odd in it, and what is left out. The body is encoded once for each row cap and form, on
/// another thread. Main thread.
class SendPreview final : public QWidget {
  Q_OBJECT
 public:
  explicit SendPreview(ShownResult shown, QWidget* parent = nullptr);
  /// Stops the encoding that is under way.
  ~SendPreview() override;

  /// Where it goes now; nothing while that is not known. Whether a password goes along is all it learns of it.
  void setRequest(const std::optional<DeliveryRequest>& request, bool signsIn);
  /// Other rows of the result go.
  void setRows(std::shared_ptr<const RowSource> rows);
  [[nodiscard]] const std::optional<BodyPreview>& body() const { return m_body; }
  /// What guards look at in the body; nothing while it is being encoded.
  [[nodiscard]] std::optional<BodyFacts> facts() const;
  /// Writes the body, exactly the bytes of the wire, into a file; says what came of it.
  void saveBodyTo(const QString& path);

 Q_SIGNALS:
  /// The body has been encoded for the present row cap and form.
  void encoded();

 private:
  void encode(qint64 rowCap, const BodyOptions& form);
  void showHead();
  void saveBody();
  void showBody();
  void showColumns();
  QWidget* buildBody();
  const ShownResult m_shown;
  std::shared_ptr<const RowSource> m_rows;
  std::optional<DeliveryRequest> m_request;
  bool m_signsIn = false;
  qint64 m_rowCap = -1;  ///< for which m_body is, or is being made
  BodyOptions m_form;    ///< the same
  CancelToken m_cancel;
  std::optional<BodyPreview> m_body;
  SendHead* m_head;
  QLabel* m_size;
  BodyColumnsModel m_columns;
  ViewTabs* m_tabs;
  TextView* m_beginning;
  DataTable* m_table;
  Note* m_cut;
};

}  // namespace courier
