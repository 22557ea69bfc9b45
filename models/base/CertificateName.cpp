#include "models/base/CertificateName.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QUrl>
#include <algorithm>

namespace courier {
namespace {

QString withoutLastDot(const QString& name) {
  return name.endsWith(QLatin1Char('.')) ? name.chopped(1) : name;
}

bool isNameFor(const QString& presented, const QString& host) {
  const QString name = withoutLastDot(presented);
  if (!name.startsWith(QLatin1String("*."))) return name.compare(host, Qt::CaseInsensitive) == 0;
  const QStringView parent = QStringView(name).mid(1);
  const qsizetype labelEnd = host.indexOf(QLatin1Char('.'));
  const bool isBroad = parent.mid(1).indexOf(QLatin1Char('.')) < 0;
  return !isBroad && labelEnd > 0 && QStringView(host).mid(labelEnd).compare(parent, Qt::CaseInsensitive) == 0;
}

}  // namespace

bool certificateIsFor(const QSslCertificate& certificate, const QString& host) {
  const auto names = certificate.subjectAlternativeNames();
  if (const QHostAddress address(host); !address.isNull()) {
    const QStringList presented = names.values(QSsl::IpAddressEntry);
    return std::any_of(presented.begin(), presented.end(),
                       [&](const QString& one) { return QHostAddress(one) == address; });
  }
  const QString wanted = QString::fromLatin1(QUrl::toAce(withoutLastDot(host)));
  const QStringList presented = names.values(QSsl::DnsEntry);
  return !wanted.isEmpty() &&
         std::any_of(presented.begin(), presented.end(), [&](const QString& one) { return isNameFor(one, wanted); });
}

bool hasNoAlternativeName(const QSslCertificate& certificate) {
  const auto names = certificate.subjectAlternativeNames();
  return !names.contains(QSsl::DnsEntry) && !names.contains(QSsl::IpAddressEntry);
}

}  // namespace courier
