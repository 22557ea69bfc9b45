#include "widgets/targets/SendPreview.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "models/base/Background.h"
#include "models/base/WhenDone.h"
#include "models/delivery/FailureText.h"
#include "models/delivery/PutRequest.h"
#include "models/encode/BodyWriter.h"
#include "widgets/common/DimLabel.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/results/BodyText.h"

namespace courier {
namespace {

constexpr int kHeadLines = 11;

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new DimLabel(text, parent);
  label->setFont(semibold(smallFont()));
  return label;
}

QString sizeText(const BodyPreview& body) {
  const QLocale locale;
  QString text = SendPreview::tr("Body: %1, %2", "rows, size")
                     .arg(SendPreview::tr("%Ln row(s)", "", static_cast<int>(body.rows)),
                          locale.formattedDataSize(body.bytes, 1, QLocale::DataSizeSIFormat));
  if (body.form.gzip) text += QStringLiteral(" · ") + SendPreview::tr("sent as gzip, shown unpacked");
  if (body.repairedTexts > 0) {
    text += QStringLiteral(" · ") + SendPreview::tr("%Ln text(s) are not UTF-8: the broken parts become �", "",
                                                    static_cast<int>(body.repairedTexts));
  }
  return text;
}

}  // namespace

SendPreview::SendPreview(ShownResult shown, QWidget* parent) : QWidget(parent), m_shown(std::move(shown)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(heading(tr("Request"), this));
  m_head = new TextView(tr("Request line and headers"), this);
  m_head->setObjectName(QStringLiteral("head"));
  m_head->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_head->setFixedHeight(kHeadLines * m_head->fontMetrics().lineSpacing() + 18);
  layout->addWidget(m_head);
  layout->addSpacing(6);
  m_size = heading({}, this);
  m_size->setObjectName(QStringLiteral("size"));
  layout->addWidget(m_size);
  m_beginning = new TextView(tr("Beginning of the body"), this);
  m_beginning->setObjectName(QStringLiteral("beginning"));
  layout->addWidget(m_beginning, 1);
  m_cut = new Note(this);
  m_cut->setObjectName(QStringLiteral("cut"));
  layout->addWidget(m_cut);
  setRequest(std::nullopt, false);
}

SendPreview::~SendPreview() {
  m_cancel.cancel();
}

void SendPreview::setRequest(const std::optional<DeliveryRequest>& request, bool signsIn) {
  m_request = request;
  m_signsIn = signsIn;
  const qint64 cap = request ? request->rowCap : DeliveryRequest{}.rowCap;
  const BodyOptions form = request ? request->options.body : BodyOptions();
  if (cap != m_rowCap || form != m_form) encode(cap, form);
  showHead();
}

void SendPreview::encode(qint64 rowCap, const BodyOptions& form) {
  m_cancel.cancel();
  m_cancel = CancelToken();
  m_rowCap = rowCap;
  m_form = form;
  m_body.reset();
  showBody();
  whenDone(runInBackground([result = m_shown.result, rowCap, form, cancel = m_cancel] {
             return previewBody(*result, rowCap, form, cancel);
           }),
           this, [this, rowCap, form](const Result<BodyPreview>& body) {
             if (rowCap != m_rowCap || form != m_form) return;
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
  if (!m_request) {
    m_head->setPlainText(tr("Choose where to send it."));
    return;
  }
  Delivery delivery;
  delivery.jobId = m_shown.job;
  delivery.url = m_request->url;
  delivery.user = m_request->user;
  delivery.method = m_request->method;
  delivery.options = m_request->options;
  delivery.contentType = bodyContentType(m_request->options.body);
  delivery.secretKey = m_signsIn ? QStringLiteral("-") : QString();
  if (m_body) {
    delivery.bodyBytes = m_body->bytes;
    delivery.bodySha256 = m_body->sha256;
    delivery.rows = m_body->rows;
    delivery.truncated = m_body->truncated || m_shown.incomplete;
  }
  const std::optional<Secret> masked = m_signsIn ? std::optional(Secret::ofPassword({})) : std::nullopt;
  QString text =
      httpMethodName(delivery.method) + QLatin1Char(' ') + delivery.url.addressForPeople(delivery.user, m_signsIn);
  for (const auto& [name, value] : putHeaders(delivery, 1, masked, true)) {
    QString shown = QString::fromUtf8(value);
    const bool ofBody = name == "Content-Length" || name == "Content-Digest";
    if (ofBody && !m_body) shown = tr("(known once the body is encoded)");
    if (name == "Idempotency-Key") shown = tr("(a new one, the same on every attempt)");
    text += QLatin1Char('\n') + QString::fromUtf8(name) + QStringLiteral(": ") + shown;
  }
  if (m_head->toPlainText() != text) m_head->setPlainText(text);
}

void SendPreview::showBody() {
  if (!m_body) {
    m_size->setText(tr("Body: being encoded…"));
    m_beginning->clear();
    m_cut->clear();
    return;
  }
  m_size->setText(sizeText(*m_body));
  const BodyFormat format = m_body->form.format;
  const bool hasLines = format == BodyFormat::Lines || format == BodyFormat::Csv;
  QString beginning = QString::fromUtf8(hasLines ? m_body->beginning : brokenIntoLines(m_body->beginning));
  if (m_body->rowsShown < m_body->rows) {
    beginning += QStringLiteral("\n\n") + tr("… and further rows", "of a preview");
  }
  m_beginning->setPlainText(beginning);
  m_cut->say(Tone::Warn, m_body->truncated ? truncationText(m_body->rows) : QString());
}

}  // namespace courier
