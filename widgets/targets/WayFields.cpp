#include "widgets/targets/WayFields.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QSpinBox>
#include <QSslCertificate>

#include "widgets/common/Button.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/PathField.h"
#include "widgets/common/ProxyControls.h"

namespace courier {

ProxyFields::ProxyFields(QWidget* parent) : OptionGroup(parent), m_proxy(new ProxyControls(grid())) {}

void ProxyFields::set(const Target& target) {
  m_proxy->set(target.to.options.proxy);
}

QWidget* ProxyFields::check() {
  return m_proxy->check();
}

void ProxyFields::read(Target& target) const {
  target.to.options.proxy = m_proxy->proxy();
}

QHash<QString, CheckedField*> ProxyFields::secretFields() const {
  return {{secretfields::proxyPassword, m_proxy->password()}};
}

QWidget* ProxyFields::fieldOf(TargetPart part) const {
  return part == TargetPart::Proxy ? m_proxy->field() : nullptr;
}

TlsFields::TlsFields(QWidget* parent) : OptionGroup(parent) {
  const QString filter = pemFilter();
  m_ca = new PathField(tr("CA file"), "ca", filter, &grid());
  m_ca->setToolTip(tr("Certificates to trust besides the system's. They are copied into the target."));
  m_forget = m_ca->addButton(tr("Remove"), tr("Stop trusting these certificates"));
  m_forget->setObjectName(QStringLiteral("forgetCa"));
  grid().addRow(tr("&CA file"), m_ca);
  m_certificate = new PathField(tr("Client certificate"), "clientCertificate", filter, &grid());
  m_certificate->edit()->setPlaceholderText(tr("none"));
  grid().addRow(tr("Certificate"), m_certificate);
  m_key = new PathField(tr("Key of the client certificate"), "clientKey", filter, &grid());
  m_key->edit()->setPlaceholderText(tr("in the certificate's file"));
  grid().addRow(tr("Its key"), m_key);
  m_hasPassphrase = addYesNo(OptionId::KeyPassphrase, tr("The key has a passphrase"), "hasPassphrase");
  m_passphrase = makeSecretField(tr("Passphrase of the key"), "passphrase", &grid());
  grid().addRow(tr("Passphrase"), m_passphrase);
  addChoice(OptionId::TlsMinimum, tr("Encryption"), "tlsMinimum");
  connect(m_forget, &Button::clicked, this, [this] {
    m_caPem.clear();
    m_ca->edit()->clear();
    showKept();
    m_ca->setFocus(Qt::OtherFocusReason);
  });
  connect(m_certificate->edit(), &QLineEdit::textChanged, this, &TlsFields::showPassphrase);
  connect(m_hasPassphrase, &QCheckBox::toggled, this, &TlsFields::showPassphrase);
  showKept();
  showPassphrase();
}

void TlsFields::set(const Target& target) {
  OptionGroup::set(target);
  m_before = target.to.options.tls;
  m_caPem = m_before.caPem;
  m_ca->edit()->clear();
  m_certificate->edit()->setText(m_before.clientCertificateFile);
  m_key->edit()->setText(m_before.clientKeyFile);
  showKept();
}

QWidget* TlsFields::check() {
  QWidget* first = nullptr;
  const auto refuse = [&](PathField* field, const QString& sentence) {
    if (sentence.isEmpty()) return;
    field->field()->setError(sentence);
    if (!first) first = field->edit();
  };
  refuse(m_ca, takeCa());
  const auto look = [&](PathField* field, const QString& before) {
    const QFileInfo file(field->path());
    if (field->path().isEmpty() || field->path() == before || (file.isFile() && file.isReadable())) return;
    refuse(field, tr("The file “%1” cannot be read. Check its path.").arg(field->path()));
  };
  look(m_certificate, m_before.clientCertificateFile);
  look(m_key, m_before.clientKeyFile);
  Target target;
  read(target);
  target.to.options.tls.caPem.clear();
  if (const auto fine = checkTargetOptions(target.to.options); !fine) refuse(m_certificate, fine.error().message);
  return first;
}

QString TlsFields::takeCa() {
  if (m_ca->path().isEmpty()) return {};
  const auto pem = readCertificates(m_ca->path());
  if (!pem) return pem.error().message;
  m_caPem = *pem;
  return {};
}

void TlsFields::read(Target& target) const {
  const auto whole = [](const PathField* field, const QString& before) {
    const QString path = field->path();
    return path.isEmpty() || path == before ? path : QFileInfo(path).absoluteFilePath();
  };
  OptionGroup::read(target);
  TlsOptions& tls = target.to.options.tls;
  tls.caPem = m_caPem;
  tls.clientCertificateFile = whole(m_certificate, m_before.clientCertificateFile);
  tls.clientKeyFile = whole(m_key, m_before.clientKeyFile);
  tls.keyHasPassphrase = m_hasPassphrase->isChecked() && !tls.clientCertificateFile.isEmpty();
}

QHash<QString, CheckedField*> TlsFields::secretFields() const {
  return {{secretfields::keyPassphrase, m_passphrase}};
}

void TlsFields::showKept() {
  const auto kept = QSslCertificate::fromData(m_caPem.toLatin1(), QSsl::Pem);
  m_forget->setVisible(!m_caPem.isEmpty());
  if (kept.isEmpty()) return m_ca->edit()->setPlaceholderText(tr("the system's certificates"));
  const QString name = kept.first().subjectDisplayName();
  m_ca->edit()->setPlaceholderText(kept.size() == 1 ? tr("copied: %1").arg(name)
                                                    : tr("copied: %1 and others").arg(name));
}

void TlsFields::showPassphrase() {
  const bool hasCertificate = !m_certificate->path().isEmpty();
  m_hasPassphrase->setVisible(hasCertificate);
  grid().setRowShown(m_passphrase, hasCertificate && m_hasPassphrase->isChecked());
}

QWidget* TlsFields::fieldOf(TargetPart part) const {
  if (part == TargetPart::Authority) return m_ca->edit();
  return part == TargetPart::ClientCertificate ? m_certificate->edit() : nullptr;
}

LimitFields::LimitFields(QWidget* parent) : OptionGroup(parent) {
  const auto add = [this](OptionId id, const QString& label, const char* objectName) {
    QSpinBox* box = addNumber(id, label, objectName);
    box->setToolTip(targetOption(id).nameText());
    box->setAccessibleName(targetOption(id).nameText());
  };
  add(OptionId::ConnectLimit, tr("Connect within"), "connectLimit");
  add(OptionId::SendLimit, tr("While sending"), "sendLimit");
  add(OptionId::AnswerLimit, tr("Answer within"), "answerLimit");
  add(OptionId::TotalLimit, tr("In total"), "totalLimit");
}

}  // namespace courier
