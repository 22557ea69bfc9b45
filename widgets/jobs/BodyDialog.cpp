#include "widgets/jobs/BodyDialog.h"

#include <QLocale>
#include <QVBoxLayout>

#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"

namespace courier {

BodyDialog::BodyDialog(const QString& heading, const BodyBeginning& body, QWidget* parent) : Dialog(heading, parent) {
  resize(760, 520);
  if (body.bytes.size() < body.totalBytes) {
    auto* cut = new Note(this);
    const QLocale locale;
    cut->say(Tone::Info, tr("The first %1 of %2. Save the body to read all of it.")
                             .arg(locale.formattedDataSize(body.bytes.size(), 1, QLocale::DataSizeSIFormat),
                                  locale.formattedDataSize(body.totalBytes, 1, QLocale::DataSizeSIFormat)));
    content()->addWidget(cut);
  }
  auto* view = new TextView(tr("Body"), this);
  view->setPlainText(QString::fromUtf8(body.bytes));
  content()->addWidget(view, 1);
  connect(addLeftButton(tr("Save…")), &Button::clicked, this, &BodyDialog::saveRequested);
  Button* close = addRightButton(tr("Close"), ButtonKind::Primary);
  connect(close, &Button::clicked, this, &BodyDialog::accept);
}

}  // namespace courier
