#include "widgets/connections/ConnectionNameDialog.h"

#include <QVBoxLayout>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/query/ConnectionStore.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"

namespace courier {
namespace {

constexpr int kNameDialogWidth = 440;

}  // namespace

ConnectionNameDialog::ConnectionNameDialog(const QString& heading, const QString& name, const QString& agree, Save save,
                                           QWidget* parent)
    : Dialog(heading, parent), m_save(std::move(save)) {
  setPreferredSize(kNameDialogWidth);
  auto* grid = new FormGrid(this);
  m_name = makeField(tr("Name"), "name", grid);
  m_name->edit()->setText(name);
  m_name->edit()->selectAll();
  grid->addRow(tr("&Name"), m_name);
  content()->addWidget(grid);
  content()->addStretch(1);
  addCancelButton();
  m_agree = addDefaultButton(agree);
  m_agree->setObjectName(QStringLiteral("agree"));
  connect(m_agree, &Button::clicked, this, &ConnectionNameDialog::trySave);
  m_name->edit()->setFocus(Qt::OtherFocusReason);
}

void ConnectionNameDialog::trySave() {
  const QString name = m_name->text().trimmed();
  if (const auto named = checkConnectionName(name); !named) return m_name->setError(named.error().message);
  m_agree->setEnabled(false);
  whenDone(m_save(name), this, [this](const Expected<void>& saved) {
    m_agree->setEnabled(true);
    if (saved) return accept();
    m_name->setError(saved.error().message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
  });
}

}  // namespace courier
