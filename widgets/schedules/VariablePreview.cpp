#include "widgets/schedules/VariablePreview.h"

#include <QLabel>
#include <QVBoxLayout>

#include "models/base/Wording.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kLongest = 600;  ///< characters of a statement that are shown
const QString kBegin = QStringLiteral("${");

QLabel* makeText(const QString& name, const char* objectName, QWidget* parent) {
  QLabel* label = newCopyableWords({}, parent);
  label->setObjectName(QString::fromLatin1(objectName));
  label->setAccessibleName(name);
  label->setFont(monospaceFont());
  return label;
}

}  // namespace

VariablePreview::VariablePreview(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  auto* body = new QWidget(grid);
  auto* lines = new QVBoxLayout(body);
  lines->setContentsMargins(0, 5, 0, 0);
  lines->setSpacing(4);
  m_title = new DimLabel({}, body);
  m_title->setWordWrap(true);
  m_sql = makeText(tr("Query with its values"), "expandedSql", body);
  m_address = makeText(tr("Address with its values"), "expandedAddress", body);
  lines->addWidget(m_title);
  lines->addWidget(m_sql);
  lines->addWidget(m_address);
  grid->addRow(tr("Variables"), body);
  hide();
}

void VariablePreview::show(const QString& sql, const std::optional<TargetUrl>& url, const SlotValues& values) {
  const auto expanded = schedulevariables::expandSql(sql, values);
  const auto address = url ? schedulevariables::expandUrl(*url, values) : Expected<TargetUrl>(TargetUrl());
  const bool sqlHasAny = sql.contains(kBegin) && expanded;
  const bool addressHasAny = url && address && address->address() != url->address();
  m_title->setText(tr("With the values of the run at %1, which would be job %2:")
                       .arg(slotText(values.slotMs, values.zone), QString::number(values.job.value)));
  m_sql->setVisible(sqlHasAny);
  if (sqlHasAny)
    m_sql->setText(expanded->size() > kLongest ? expanded->left(kLongest) + QStringLiteral("…") : *expanded);
  m_address->setVisible(addressHasAny);
  if (addressHasAny) m_address->setText(address->address());
  setVisible(sqlHasAny || addressHasAny);
}

}  // namespace courier
