#include "widgets/window/QuitQuestion.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

namespace courier {
namespace {

constexpr int kQuitWidth = 480;

}  // namespace

QuitQuestion::QuitQuestion(const QString& pending, Offer offer, QWidget* parent)
    : Dialog(offer == Offer::KeepOrQuit ? tr("Keep running without a window?") : tr("Quit Query Courier?"), parent) {
  const bool canKeep = offer == Offer::KeepOrQuit;
  setPreferredSize(kQuitWidth);
  addWords(canKeep ? tr("If you quit: %1").arg(pending) : pending);
  if (canKeep) {
    addWords(
        tr("To get the window back, start Query Courier again. The answer is remembered; Ctrl+Q lets you change it."));
  }
  QCheckBox* forget = nullptr;
  if (offer == Offer::QuitOrForget) {
    forget = new QCheckBox(tr("&Ask again when I close the window"), this);
    forget->setObjectName(QStringLiteral("forget"));
    content()->addWidget(forget);
  }
  Button* cancel = addCancelButton();
  Button* quit = addRightButton(tr("&Quit"), canKeep ? ButtonKind::Plain : ButtonKind::Primary);
  quit->setObjectName(QStringLiteral("quit"));
  connect(quit, &Button::clicked, this, [this, forget] {
    accept();
    if (forget != nullptr && forget->isChecked()) Q_EMIT forgetChosen();
    Q_EMIT quitChosen();
  });
  if (!canKeep) {
    cancel->setFocus(Qt::OtherFocusReason);
    return;
  }
  Button* keep = addDefaultButton(tr("&Keep running without a window"));
  keep->setObjectName(QStringLiteral("keep"));
  keep->setFocus(Qt::OtherFocusReason);
  connect(keep, &Button::clicked, this, [this] {
    accept();
    Q_EMIT keepChosen();
  });
}

bool QuitQuestion::hasEntries() const {
  return false;
}

}  // namespace courier
