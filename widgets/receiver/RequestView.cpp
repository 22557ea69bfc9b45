#include "widgets/receiver/RequestView.h"

#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "models/base/Background.h"
#include "models/base/WhenDone.h"
#include "models/encode/ResultBodyReader.h"
#include "models/receiver/ShownBody.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/results/BodyText.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kPrettyBytes = 1 << 20;

QString noteText(const ReceivedRequest& request, const ShownBody& body) {
  const auto size = [](qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
  const QString packing = packingText(request, body);
  if (body.isCut && body.isUnpacked)
    return RequestView::tr("%1, the first %2 of it.", "gzip, 1.2 kB: shown unpacked")
        .arg(packing, size(body.bytes.size()));
  if (body.isCut)
    return RequestView::tr("The body is %1; its first %2 are shown, as they arrived.")
        .arg(size(request.body.size()), size(kPrettyBytes));
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
  m_tabs = new QTabBar(this);
  m_tabs->setProperty("look", QStringLiteral("underline"));
  m_tabs->setAccessibleName(tr("Forms of the body"));
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->addTab(tr("Body"));
  m_tabs->addTab(tr("Grid"));
  layout->addWidget(m_tabs);
  m_note = new Note(this);
  layout->addWidget(m_note);
  m_stack = new QStackedWidget(this);
  m_text = new TextView(tr("Body"), m_stack);
  m_grid = new ResultGrid(m_stack);
  m_stack->addWidget(m_text);
  m_stack->addWidget(m_grid);
  layout->addWidget(m_stack, 1);
  connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
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
  m_grid->setResult(nullptr);
  m_tabs->setTabEnabled(1, false);
  m_tabs->setCurrentIndex(0);
  loadGrid(request);
}

void RequestView::loadGrid(const ReceivedRequest& request) {
  if (request.savedAs.isEmpty()) return;
  auto store = std::make_shared<ResultStore>(m_folder);
  whenDone(runInBackground([store, path = request.savedAs] { return readResultBody(path, *store); }), this,
           [this, store, number = request.number](const Result<void>& read) {
             // Any other body than a result has no grid; that is no failure.
             if (!read || number != m_number) return;
             m_grid->setResult(store);
             m_tabs->setTabEnabled(1, true);
           });
}

QString requestHead(const ReceivedRequest& request) {
  QString text = request.method + QLatin1Char(' ') + request.target;
  for (const auto& [name, value] : request.headers) {
    text += QLatin1Char('\n') + QString::fromUtf8(name) + QStringLiteral(": ") + QString::fromUtf8(value);
  }
  return text;
}

}  // namespace courier
