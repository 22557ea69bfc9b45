#include "widgets/send/SendHead.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QUuid>
#include <QVBoxLayout>

#include "models/http/CurlCommand.h"
#include "models/http/PutRequest.h"
#include "models/write/BodyWriter.h"
#include "widgets/common/Button.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kLines = 8;

}  // namespace

SendHead::SendHead(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(4);
  bar->addWidget(newHeading(tr("Request"), this), 1);
  m_copy = new Button(tr("&Copy as curl"), ButtonKind::Quiet, this);
  m_copy->setObjectName(QStringLiteral("copyCurl"));
  m_copy->setToolTip(tr("The same request for a shell, with placeholders for what is secret"));
  bar->addWidget(m_copy);
  m_save = new Button(tr("Save &body…"), ButtonKind::Quiet, this);
  m_save->setObjectName(QStringLiteral("saveBody"));
  m_save->setToolTip(tr("Exactly the bytes that are sent"));
  bar->addWidget(m_save);
  layout->addLayout(bar);
  m_text = new TextView(tr("Request line and headers"), this);
  m_text->setObjectName(QStringLiteral("head"));
  m_text->setWrap(TextView::Wrap::FarOut);
  m_text->setFixedHeight(kLines * m_text->fontMetrics().lineSpacing() + 18);
  layout->addWidget(m_text);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("curlNote"));
  layout->addWidget(m_note);
  connect(m_copy, &Button::clicked, this, &SendHead::copyCommand);
  connect(m_save, &Button::clicked, this, &SendHead::saveRequested);
  showHead();
}

void SendHead::setDelivery(const std::optional<Delivery>& delivery, bool bodyIsKnown) {
  m_delivery = delivery;
  m_bodyIsKnown = bodyIsKnown;
  showHead();
}

void SendHead::setBodyFile(const QString& path) {
  m_bodyFile = path;
  m_note->clear();
}

void SendHead::say(bool isGood, const QString& text) {
  m_note->say(isGood ? Tone::Ok : Tone::Bad, text);
}

void SendHead::copyCommand() {
  if (!m_delivery) return;
  Delivery delivery = *m_delivery;
  delivery.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
  const QString file = m_bodyFile.isEmpty() ? suggestedBodyFile(delivery.to.options.body) : m_bodyFile;
  const QString command = curlCommand(delivery, file);
  QGuiApplication::clipboard()->setText(command);
  QString text = tr("Copied as a shell command.");
  if (command.contains(QLatin1Char('<'))) {
    text += QLatin1Char(' ') + tr("Fill in each <…>, with '\\'' for a single quote.");
  }
  if (m_bodyFile.isEmpty()) text += QLatin1Char(' ') + tr("It reads the body from “%1”: save it first.").arg(file);
  m_note->say(Tone::Info, text);
}

void SendHead::showHead() {
  m_copy->setEnabled(m_delivery && m_bodyIsKnown);
  m_save->setEnabled(m_bodyIsKnown);
  if (!m_delivery) return m_text->setPlainText(tr("Choose where to send it."));
  const bool hasSecret = !m_delivery->to.secretKey.isEmpty();
  const bool hasPassword = hasSecret && m_delivery->to.options.auth == AuthKind::Basic;
  const std::optional<Secret> masked = hasSecret ? std::optional(Secret::ofPassword({})) : std::nullopt;
  QString text = httpMethodName(m_delivery->to.method) + QLatin1Char(' ') +
                 m_delivery->to.url.addressForPeople(m_delivery->to.user, hasPassword);
  for (const auto& [name, value] : putHeaders(*m_delivery, 1, masked, true)) {
    QString shown = QString::fromUtf8(value);
    const bool ofBody = name == "Content-Length" || name == "Content-Digest";
    if (ofBody && !m_bodyIsKnown) shown = tr("(known once the body is encoded)");
    const bool isKey = name == "Idempotency-Key" || name == "webhook-id";
    if (isKey) shown = tr("(a new one, the same on every attempt)");
    text += QLatin1Char('\n') + QString::fromUtf8(name) + QStringLiteral(": ") + shown;
  }
  if (m_text->toPlainText() != text) m_text->setPlainText(text);
}

QString suggestedBodyFile(const BodyOptions& form) {
  return QStringLiteral("result") + bodyFileSuffix(form);
}

}  // namespace courier
