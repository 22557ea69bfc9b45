#include "widgets/targets/HeadersField.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "models/address/TargetOptionsCheck.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kHeadersFieldHeight = 72;

}  // namespace

HeadersField::HeadersField(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  m_lines = new QPlainTextEdit(this);
  m_lines->setObjectName(QStringLiteral("headers"));
  m_lines->setAccessibleName(tr("Further headers, one a line"));
  m_lines->setPlaceholderText(tr("One a line, for example X-Team: sales. No secrets."));
  m_lines->setFont(monospaceFont());
  m_lines->setFixedHeight(kHeadersFieldHeight);
  m_lines->setTabChangesFocus(true);
  m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
  layout->addWidget(m_lines);
  m_error = new Note(this);
  m_error->setObjectName(QStringLiteral("headersError"));
  layout->addWidget(m_error);
  setFocusProxy(m_lines);
  connect(m_lines, &QPlainTextEdit::textChanged, m_error, &Note::clear);
}

void HeadersField::setHeaders(const QVector<HttpHeader>& headers) {
  QStringList lines;
  for (const HttpHeader& header : headers) lines.append(header.name + QStringLiteral(": ") + header.value);
  m_lines->setPlainText(lines.join(u'\n'));
}

QVector<HttpHeader> HeadersField::headers() const {
  QVector<HttpHeader> headers;
  const QStringList lines = m_lines->toPlainText().split(u'\n');
  for (const QString& line : lines) {
    if (line.trimmed().isEmpty()) continue;
    const qsizetype colon = line.indexOf(u':');
    headers.append(colon < 0 ? HttpHeader{line, {}} : HttpHeader{line.left(colon), line.mid(colon + 1).trimmed()});
  }
  return headers;
}

QWidget* HeadersField::check() {
  const QString text = m_lines->toPlainText();
  for (const QString& line : text.split(u'\n')) {
    if (line.trimmed().isEmpty() || line.contains(u':')) continue;
    m_error->say(Tone::Bad, tr("A line has no colon. Write each header as “Name: value”."));
    return m_lines;
  }
  TargetOptions alone;
  alone.headers = headers();
  if (const auto fine = checkTargetOptions(alone); !fine) {
    m_error->say(Tone::Bad, fine.error().message);
    return m_lines;
  }
  return nullptr;
}

}  // namespace courier
