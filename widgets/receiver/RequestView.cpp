#include "widgets/receiver/RequestView.h"

#include <QBuffer>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QThread>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/data/ResultStore.h"
#include "models/read/BodyReader.h"
#include "models/receiver/ReceivedBody.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"
#include "widgets/common/ViewTabs.h"
#include "widgets/results/BodyText.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kPrettyBytes = 1 << 20;
constexpr qint64 kMostUnpacked = qint64{256} << 20;  ///< read as rows

/// A store is deleted on its own thread, even where the reading one drops it last.
std::shared_ptr<ResultStore> newStore(const QString& folder) {
  return {new ResultStore(folder), [](ResultStore* store) {
            store->thread() == QThread::currentThread() ? delete store : store->deleteLater();
          }};
}

QString noteText(const ReceivedRequest& request, const ShownBody& body) {
  const QString packing = packingText(request, body);
  if (body.isCut && body.isUnpacked)
    return RequestView::tr("%1, the first %2 of it.", "gzip, 1.2 kB: shown unpacked")
        .arg(packing, sizeText(body.bytes.size()));
  if (body.isCut)
    return RequestView::tr("The body is %1; its first %2 are shown, as they arrived.")
        .arg(sizeText(request.body.size()), sizeText(kPrettyBytes));
  return packing.isEmpty() ? packing : packing + QLatin1Char('.');
}

}  // namespace

RequestView::RequestView(QString folder, QWidget* parent) : QWidget(parent), m_folder(std::move(folder)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 14, 14, 14);
  layout->setSpacing(10);
  m_title = new QLabel(this);
  m_title->setFont(headingFont());
  m_title->setTextFormat(Qt::PlainText);
  layout->addWidget(m_title);
  m_head = new TextView(tr("Request line and headers"), this);
  m_head->setFixedHeight(11 * m_head->fontMetrics().lineSpacing());
  layout->addWidget(m_head);
  m_tabs = new ViewTabs(tr("Views of the body"), this);
  m_tabs->addTab(tr("Body"));
  m_tabs->addTab(tr("Grid"));
  layout->addWidget(m_tabs);
  m_stack = new QStackedWidget(this);
  layout->addWidget(m_stack, 1);
  QVBoxLayout* page = addPage();
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("textNote"));
  page->addWidget(m_note);
  m_text = new TextView(tr("Body"), this);
  page->addWidget(m_text, 1);
  page = addPage();
  m_gridNote = new Note(this);
  m_gridNote->setObjectName(QStringLiteral("gridNote"));
  page->addWidget(m_gridNote);
  m_grid = new ResultGrid(this);
  page->addWidget(m_grid, 1);
  page->addStretch(0);
  connect(m_tabs, &ViewTabs::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

RequestView::~RequestView() {
  m_reading.cancel();
}

QVBoxLayout* RequestView::addPage() {
  auto* layout = new QVBoxLayout(new QWidget(m_stack));
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  m_stack->addWidget(layout->parentWidget());
  return layout;
}

void RequestView::clear() {
  m_number = 0;
  m_reading.cancel();
  m_title->clear();
  m_head->clear();
  m_text->clear();
  m_note->clear();
  showNoGrid(Tone::Info, {});
}

void RequestView::setRequest(const ReceivedRequest& request) {
  if (m_number == request.number) return;
  m_number = request.number;
  m_title->setText(tr("Request %1").arg(QLocale().toString(request.number)));
  m_head->setPlainText(requestHead(request));
  const ShownBody body = shownBody(request, kPrettyBytes);
  const bool isJson = body.bytes.startsWith('{') || body.bytes.startsWith('[');
  // Lines of JSON stay as they are.
  const bool isBroken = !body.isCut && isJson && !body.bytes.endsWith('\n');
  const QByteArray shown = isBroken ? brokenIntoLines(body.bytes) : body.bytes;
  m_text->setPlainText(QString::fromUtf8(shown).replace(QChar(u'\0'), QChar(u'␀')));
  m_note->say(Tone::Info, noteText(request, body));
  loadGrid(request);
}

void RequestView::loadGrid(const ReceivedRequest& request) {
  m_reading.cancel();
  const auto form = receivedForm(request);
  if (!form) return showNoGrid(Tone::Info, form.error().message);
  showNoGrid(Tone::Info, tr("Reading the rows …"));
  m_reading = CancelToken();
  BodyReadOptions options;
  options.maxBytes = kMostUnpacked;
  options.cancel = m_reading;
  const auto store = newStore(m_folder);
  whenDone(runInBackground([store, body = request.body, form = *form, options] {
             QBuffer buffer;
             buffer.setData(body);
             (void)buffer.open(QIODevice::ReadOnly);
             return readBody(buffer, form, *store, options);
           }),
           this, [this, store, number = request.number](const Expected<void>& read) {
             if (number != m_number) return;
             read ? showGrid(store) : showNoGrid(Tone::Warn, read.error().message);
           });
}

void RequestView::showGrid(std::shared_ptr<ResultStore> rows) {
  m_gridNote->clear();
  m_grid->setResult(std::move(rows));
  m_grid->show();
}

void RequestView::showNoGrid(Tone tone, const QString& why) {
  m_grid->setResult(nullptr);
  m_grid->hide();
  m_gridNote->say(tone, why);
}

QString requestHead(const ReceivedRequest& request) {
  QString text = request.method + QLatin1Char(' ') + request.target;
  for (const auto& [name, value] : request.headers) {
    text += QLatin1Char('\n') + QString::fromUtf8(name) + QStringLiteral(": ") + QString::fromUtf8(value);
  }
  return text;
}

}  // namespace courier
