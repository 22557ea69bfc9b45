#include "widgets/targets/TlsFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QVBoxLayout>

#include "models/address/TargetOptionsCheck.h"
#include "widgets/common/Button.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/targets/OptionControls.h"
#include "widgets/targets/PathField.h"

namespace courier {
namespace {

constexpr qint64 kLargestCaFile = qint64{1} << 20;

}  // namespace

TlsFields::TlsFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_grid = new FormGrid(this);
  layout->addWidget(m_grid);
  const QString filter = tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)");
  m_ca = new PathField(tr("CA file"), "ca", filter, m_grid);
  m_ca->setToolTip(tr("Certificates that are trusted besides the system's. They are copied into the target."));
  m_forget = m_ca->addButton(tr("Remove"), tr("Trust these certificates no longer"));
  m_forget->setObjectName(QStringLiteral("forgetCa"));
  m_grid->addRow(tr("&CA file"), m_ca);
  m_certificate = new PathField(tr("Client certificate"), "clientCertificate", filter, m_grid);
  m_certificate->edit()->setPlaceholderText(tr("none"));
  m_grid->addRow(tr("Certificate"), m_certificate);
  m_key = new PathField(tr("Key of the client certificate"), "clientKey", filter, m_grid);
  m_key->edit()->setPlaceholderText(tr("in the certificate's file"));
  m_grid->addRow(tr("Its key"), m_key);
  m_hasPassphrase = addBox(*m_grid, tr("The key has a passphrase"), "hasPassphrase");
  m_passphrase = makeSecretField(tr("Passphrase of the key"), "passphrase", m_grid);
  m_grid->addRow(tr("Passphrase"), m_passphrase);
  m_minimum = makeChoice("tlsMinimum", m_grid);
  m_minimum->addItem(tr("TLS 1.2 or newer"), static_cast<int>(TlsMinimum::Tls12));
  m_minimum->addItem(tr("TLS 1.3 or newer"), static_cast<int>(TlsMinimum::Tls13));
  m_grid->addRow(tr("Encryption"), m_minimum);
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
  m_before = target.to.options.tls;
  m_caPem = m_before.caPem;
  m_ca->edit()->clear();
  m_certificate->edit()->setText(m_before.clientCertificateFile);
  m_key->edit()->setText(m_before.clientKeyFile);
  m_hasPassphrase->setChecked(m_before.keyHasPassphrase);
  choose(*m_minimum, static_cast<int>(m_before.minimum));
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
  QFile file(m_ca->path());
  if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > kLargestCaFile)
    return tr("The CA file cannot be read, or is larger than 1 MB. Choose a PEM file.");
  TargetOptions alone;
  alone.tls.caPem = QString::fromLatin1(file.readAll());
  if (alone.tls.caPem.trimmed().isEmpty()) return tr("The CA file is empty. Choose a PEM file.");
  if (const auto fine = checkTargetOptions(alone); !fine) return fine.error().message;
  m_caPem = alone.tls.caPem;
  return {};
}

void TlsFields::read(Target& target) const {
  const auto whole = [](const PathField* field, const QString& before) {
    const QString path = field->path();
    return path.isEmpty() || path == before ? path : QFileInfo(path).absoluteFilePath();
  };
  TlsOptions& tls = target.to.options.tls;
  tls.caPem = m_caPem;
  tls.clientCertificateFile = whole(m_certificate, m_before.clientCertificateFile);
  tls.clientKeyFile = whole(m_key, m_before.clientKeyFile);
  tls.keyHasPassphrase = m_hasPassphrase->isChecked() && !tls.clientCertificateFile.isEmpty();
  tls.minimum = static_cast<TlsMinimum>(m_minimum->currentData().toInt());
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
  m_grid->setRowShown(m_passphrase, hasCertificate && m_hasPassphrase->isChecked());
}

QWidget* TlsFields::fieldOf(TargetPart part) const {
  if (part == TargetPart::Authority) return m_ca->edit();
  return part == TargetPart::ClientCertificate ? m_certificate->edit() : nullptr;
}

}  // namespace courier
