#include "widgets/targets/SendOutcomes.h"

#include <QVBoxLayout>

#include "widgets/common/FormScroll.h"
#include "widgets/targets/SendOutcome.h"

namespace courier {
namespace {

constexpr int kSendOutcomesMostHeight = 236;  ///< beyond it scrolls

}  // namespace

SendOutcomes::SendOutcomes(Outbox& outbox, QWidget* parent) : QWidget(parent), m_outbox(outbox) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_list = new FormScroll(this);
  m_list->setMaximumHeight(kSendOutcomesMostHeight);
  m_list->setAccessibleName(tr("What became of it"));
  m_list->content()->setSpacing(6);
  layout->addWidget(m_list);
  hide();
}

void SendOutcomes::follow(const QVector<DeliveryId>& ids) {
  const auto naming = ids.size() > 1 ? SendOutcome::Naming::AmongOthers : SendOutcome::Naming::Alone;
  for (const DeliveryId id : ids) {
    auto* line = new SendOutcome(m_outbox, naming, m_list->widget());
    connect(line, &SendOutcome::showInJobsRequested, this, &SendOutcomes::showInJobsRequested);
    m_list->content()->addWidget(line);
    m_lines.append(line);
    line->follow(id);
  }
  show();
}

void SendOutcomes::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  for (SendOutcome* line : m_lines) line->showProgress(id, sent, total);
}

}  // namespace courier
