#include "widgets/send/SendPreview.h"

#include <QDir>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/outbox/FailureText.h"
#include "models/spool/SpoolSink.h"
#include "models/write/BodyWriter.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/FileQuestion.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"
#include "widgets/common/ViewTabs.h"
#include "widgets/results/BodyText.h"
#include "widgets/send/SendHead.h"

namespace courier {
namespace {

QString bodySizeText(const BodyPreview& body) {
  const QLocale locale;
  QString text = SendPreview::tr("Body: %1, %2", "rows, size")
                     .arg(SendPreview::tr("%Ln row(s)", "", static_cast<int>(body.rows)), sizeText(body.bytes));
  if (body.form.gzip) text += QStringLiteral(" · ") + SendPreview::tr("sent as gzip, shown uncompressed");
  if (body.repairedTexts > 0) {
    text += QStringLiteral(" · ") + SendPreview::tr("%Ln text(s) are not UTF-8: the broken parts become �", "",
                                                    static_cast<int>(body.repairedTexts));
  }
  return text;
}

}  // namespace

SendPreview::SendPreview(ShownResult shown, QWidget* parent)
    : QWidget(parent), m_shown(std::move(shown)), m_rows(m_shown.result) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_head = new SendHead(this);
  layout->addWidget(m_head);
  connect(m_head, &SendHead::saveRequested, this, &SendPreview::saveBody);
  layout->addSpacing(6);
  m_size = newHeading({}, this);
  m_size->setObjectName(QStringLiteral("size"));
  layout->addWidget(m_size);
  layout->addWidget(buildBody(), 1);
  m_cut = new Note(this);
  m_cut->setObjectName(QStringLiteral("cut"));
  layout->addWidget(m_cut);
  setRequest(std::nullopt, false);
}

SendPreview::~SendPreview() {
  m_cancel.cancel();
  m_table->dropModel();
}

QWidget* SendPreview::buildBody() {
  auto* body = new QWidget(this);
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_tabs = new ViewTabs(tr("Part of the body that is shown"), body);
  m_tabs->setObjectName(QStringLiteral("bodyTabs"));
  m_tabs->addTab(tr("First rows"));
  m_tabs->addTab(tr("Columns"));
  layout->addWidget(m_tabs);
  auto* stack = new QStackedWidget(body);
  m_beginning = new TextView(tr("Beginning of the body"), stack);
  m_beginning->setObjectName(QStringLiteral("beginning"));
  stack->addWidget(m_beginning);
  m_table = new DataTable(tr("Columns of the body"), stack);
  m_table->setObjectName(QStringLiteral("columns"));
  m_table->setModel(&m_columns);
  for (const auto& [column, width] : {std::pair(BodyColumnsModel::NameColumn, 130),
                                      {BodyColumnsModel::DatabaseColumn, 124},
                                      {BodyColumnsModel::BodyColumn, 70}})
    m_table->setColumnWidth(column, width);
  stack->addWidget(m_table);
  layout->addWidget(stack, 1);
  connect(m_tabs, &ViewTabs::currentChanged, stack, &QStackedWidget::setCurrentIndex);
  return body;
}

std::optional<BodyFacts> SendPreview::facts() const {
  if (!m_body) return std::nullopt;
  return BodyFacts{m_body->rows,    m_body->truncated || m_shown.incomplete,
                   m_body->columns, m_body->unsettled,
                   m_body->sha256,  m_body->bytes};
}

void SendPreview::setRequest(const std::optional<DeliveryRequest>& request, bool signsIn) {
  m_request = request;
  m_signsIn = signsIn;
  const qint64 cap = request ? request->to.rowCap : DeliveryRequest{}.to.rowCap;
  const BodyOptions form = request ? request->to.options.body : BodyOptions();
  if (cap != m_rowCap || form != m_form) encode(cap, form);
  showHead();
}

void SendPreview::setRows(std::shared_ptr<const RowSource> rows) {
  if (rows == m_rows) return;
  m_rows = std::move(rows);
  encode(m_rowCap, m_form);
  showHead();
}

void SendPreview::encode(qint64 rowCap, const BodyOptions& form) {
  m_cancel.cancel();
  m_cancel = CancelToken();
  m_rowCap = rowCap;
  m_form = form;
  m_head->setBodyFile({});
  m_body.reset();
  showBody();
  whenDone(runInBackground([result = m_rows, rowCap, form, cancel = m_cancel] {
             return previewBody(*result, rowCap, form, cancel);
           }),
           this, [this, rows = m_rows, rowCap, form](const Expected<BodyPreview>& body) {
             if (rows != m_rows || rowCap != m_rowCap || form != m_form) return;
             if (body) {
               m_body = *body;
             } else if (body.error().kind != ErrorKind::Cancelled) {
               return m_cut->say(Tone::Bad, body.error().message);
             }
             showBody();
             showHead();
             Q_EMIT encoded();
           });
}

void SendPreview::showHead() {
  if (!m_request) return m_head->setDelivery(std::nullopt, m_body.has_value());
  Delivery delivery;
  delivery.jobId = m_shown.job;
  delivery.to.url = m_request->to.url;
  delivery.to.user = m_request->to.user;
  delivery.to.method = m_request->to.method;
  delivery.to.options = m_request->to.options;
  delivery.contentType = bodyContentType(m_request->to.options.body);
  delivery.to.secretKey = m_signsIn ? QStringLiteral("-") : QString();
  if (m_body) {
    delivery.bodyBytes = m_body->bytes;
    delivery.bodySha256 = m_body->sha256;
    delivery.rows = m_body->rows;
    delivery.truncated = m_body->truncated || m_shown.incomplete;
  }
  m_head->setDelivery(delivery, m_body.has_value());
}

void SendPreview::saveBody() {
  FileQuestion question;
  question.title = tr("Save the body");
  question.name = suggestedBodyFile(m_form);
  askForFile(this, question, [this](const QString& file) { saveBodyTo(file); });
}

void SendPreview::saveBodyTo(const QString& path) {
  whenDone(runInBackground([result = m_rows, rowCap = m_rowCap, form = m_form, path] {
             return saveBodyFile(*result, rowCap, form, path);
           }),
           this, [this, path, rows = m_rows, rowCap = m_rowCap, form = m_form](const Expected<void>& saved) {
             if (!saved) return m_head->say(false, saved.error().message);
             if (rows == m_rows && rowCap == m_rowCap && form == m_form) m_head->setBodyFile(path);
             m_head->say(true, tr("The body is saved as %1.").arg(QDir::toNativeSeparators(path)));
           });
}

void SendPreview::showBody() {
  if (!m_body) {
    m_size->setText(tr("Encoding the body…"));
    m_beginning->clear();
    m_cut->clear();
    showColumns();
    return;
  }
  m_size->setText(bodySizeText(*m_body));
  const BodyFormat format = m_body->form.format;
  const bool hasLines = format == BodyFormat::Lines || format == BodyFormat::Csv;
  QString beginning = QString::fromUtf8(hasLines ? m_body->beginning : brokenIntoLines(m_body->beginning));
  if (m_body->rowsShown < m_body->rows) {
    beginning += QStringLiteral("\n\n") + tr("… and more rows", "of a preview");
  }
  m_beginning->setPlainText(beginning);
  m_cut->say(Tone::Warn, m_body->truncated ? truncationText(m_body->rows) : QString());
  showColumns();
}

void SendPreview::showColumns() {
  const QVector<BodyColumnLine> lines = m_body ? bodyColumnLines(*m_body) : QVector<BodyColumnLine>();
  m_columns.setRows(lines);
  const int odd = oddColumns(lines);
  m_tabs->setTabText(1, odd == 0 ? tr("Columns") : tr("%n column(s) to check", nullptr, odd));
}

}  // namespace courier
