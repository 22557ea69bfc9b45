#include "widgets/jobs/BodyDialog.h"

#include <QLocale>
#include <QVBoxLayout>

#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"

namespace courier {

BodyDialog::BodyDialog(const QString& heading, const BodyBeginning& body, QWidget* parent) : Dialog(heading, parent) {
  resize(760, 520);
  if (body.isCut || body.isUnpacked) {
    auto* note = new Note(this);
    const auto size = [](qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
    if (!body.isUnpacked) {
      note->say(Tone::Info, tr("The first %1 of %2. Save the body to read all of it.")
                                .arg(size(body.bytes.size()), size(body.totalBytes)));
    } else if (body.isCut) {
      note->say(Tone::Info, tr("Sent as gzip (%1), shown unpacked: the first %2. Save the body to read all of it.")
                                .arg(size(body.totalBytes), size(body.bytes.size())));
    } else {
      note->say(Tone::Info, tr("Sent as gzip (%1), shown unpacked.").arg(size(body.totalBytes)));
    }
    content()->addWidget(note);
  }
  auto* view = new TextView(tr("Body"), this);
  view->setPlainText(QString::fromUtf8(body.bytes));
  content()->addWidget(view, 1);
  connect(addLeftButton(tr("Save…")), &Button::clicked, this, &BodyDialog::saveRequested);
  Button* close = addRightButton(tr("Close"), ButtonKind::Primary);
  connect(close, &Button::clicked, this, &BodyDialog::accept);
}

}  // namespace courier
