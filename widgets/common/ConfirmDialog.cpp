#include "widgets/common/ConfirmDialog.h"

#include <QLabel>
#include <QVBoxLayout>

namespace courier {

ConfirmDialog::ConfirmDialog(const QString& question, const QString& consequences, const QString& agree,
                             QWidget* parent)
    : Dialog(question, parent) {
  setFixedWidth(460);
  auto* label = new QLabel(consequences, this);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  content()->addWidget(label);
  content()->addStretch(1);
  addCancelButton();
  Button* button = addRightButton(agree, ButtonKind::Primary);
  button->setObjectName(QStringLiteral("agree"));
  connect(button, &Button::clicked, this, &ConfirmDialog::accept);
}

}  // namespace courier
