#include "models/http/NetworkErrorText.h"

#include <QCoreApplication>
#include <QSslCertificate>
#include <algorithm>
#include <utility>

#include "models/base/CertificateName.h"

namespace courier {
namespace {

struct NetworkErrorTextTr {
  Q_DECLARE_TR_FUNCTIONS(NetworkErrorText)
};

/// The issuer is not among those trusted here; nothing else is said against the certificate.
bool isOnlyUntrusted(const QSslError& error) {
  switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
      return true;
    default:
      return false;
  }
}

}  // namespace

QString networkErrorText(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
      return NetworkErrorTextTr::tr("connection refused");
    case QNetworkReply::RemoteHostClosedError:
      return NetworkErrorTextTr::tr("the server closed the connection");
    case QNetworkReply::HostNotFoundError:
      return NetworkErrorTextTr::tr("host name not found");
    case QNetworkReply::TimeoutError:
      return NetworkErrorTextTr::tr("timed out");
    case QNetworkReply::SslHandshakeFailedError:
      return NetworkErrorTextTr::tr("the secure connection could not be set up");
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
      return NetworkErrorTextTr::tr("the network was interrupted");
    case QNetworkReply::ProxyConnectionRefusedError:
      return NetworkErrorTextTr::tr("the proxy refused the connection");
    case QNetworkReply::ProxyConnectionClosedError:
      return NetworkErrorTextTr::tr("the proxy closed the connection");
    case QNetworkReply::ProxyNotFoundError:
      return NetworkErrorTextTr::tr("the proxy's host name was not found");
    case QNetworkReply::ProxyTimeoutError:
      return NetworkErrorTextTr::tr("the proxy timed out");
    case QNetworkReply::ProxyAuthenticationRequiredError:
      return NetworkErrorTextTr::tr("the proxy asks for a user name and password");
    case QNetworkReply::ContentReSendError:
      return NetworkErrorTextTr::tr("the connection was lost before an answer came");
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
      return NetworkErrorTextTr::tr("the server's answer is not HTTP");
    default:
      return NetworkErrorTextTr::tr("the connection failed");
  }
}

ReasonKind networkFailureKind(QNetworkReply::NetworkError error, bool bodyBegun) {
  if (error == QNetworkReply::SslHandshakeFailedError && !bodyBegun) return ReasonKind::Tls;
  // The proxy's own "407" to a CONNECT comes as an error without a status.
  if (error == QNetworkReply::ProxyAuthenticationRequiredError) return ReasonKind::SignIn;
  return ReasonKind::Unreachable;
}

bool isLostConnection(QNetworkReply::NetworkError error) {
  return error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ContentReSendError ||
         error == QNetworkReply::UnknownNetworkError;
}

QString certificateErrorText(const QList<QSslError>& errors) {
  // With several faults an untrusted issuer comes first: the others cannot be judged before it.
  if (errors.isEmpty() || std::any_of(errors.begin(), errors.end(), isOnlyUntrusted)) return {};
  for (const QSslError& error : errors) {
    switch (error.error()) {
      case QSslError::CertificateExpired:
        return NetworkErrorTextTr::tr("it has expired");
      case QSslError::CertificateNotYetValid:
        return NetworkErrorTextTr::tr("it is not valid yet (is this computer's clock right?)");
      case QSslError::HostNameMismatch:
        if (!error.certificate().isNull() && hasNoAlternativeName(error.certificate()))
          return NetworkErrorTextTr::tr("it has no subject alternative name, and its common name does not count");
        return NetworkErrorTextTr::tr("it belongs to another host name");
      case QSslError::CertificateRevoked:
      case QSslError::CertificateBlacklisted:
        return NetworkErrorTextTr::tr("it was revoked");
      default:
        break;
    }
  }
  return NetworkErrorTextTr::tr("it is not valid");
}

std::optional<QString> clientRefusalText(QSsl::AlertType alert) {
  switch (alert) {
    case QSsl::AlertType::CertificateRequired:
      return QString();
    case QSsl::AlertType::UnknownCa:
      return NetworkErrorTextTr::tr("the server does not know its issuer");
    case QSsl::AlertType::CertificateExpired:
      return NetworkErrorTextTr::tr("the server says that it has expired");
    case QSsl::AlertType::CertificateRevoked:
      return NetworkErrorTextTr::tr("the server says that it was revoked");
    case QSsl::AlertType::UnsupportedCertificate:
      return NetworkErrorTextTr::tr("the server does not support its kind");
    case QSsl::AlertType::AccessDenied:
      return NetworkErrorTextTr::tr("the server gives it no access");
    case QSsl::AlertType::BadCertificate:
    case QSsl::AlertType::CertificateUnknown:
      return NetworkErrorTextTr::tr("the server refused it");
    default:
      return std::nullopt;
  }
}

std::optional<QString> clientRefusalText(const QString& libraryText) {
  static constexpr std::pair<const char*, QSsl::AlertType> alerts[] = {
      {"alert certificate required", QSsl::AlertType::CertificateRequired},
      {"alert unknown ca", QSsl::AlertType::UnknownCa},
      {"alert certificate expired", QSsl::AlertType::CertificateExpired},
      {"alert certificate revoked", QSsl::AlertType::CertificateRevoked},
      {"alert unsupported certificate", QSsl::AlertType::UnsupportedCertificate},
      {"alert access denied", QSsl::AlertType::AccessDenied},
      {"alert bad certificate", QSsl::AlertType::BadCertificate},
      {"alert certificate unknown", QSsl::AlertType::CertificateUnknown},
  };
  for (const auto& [text, alert] : alerts) {
    if (libraryText.contains(QLatin1String(text))) return clientRefusalText(alert);
  }
  return std::nullopt;
}

QString certificateIssuerText(const QSslCertificate& certificate) {
  for (const auto part : {QSslCertificate::CommonName, QSslCertificate::Organization}) {
    const QStringList names = certificate.issuerInfo(part);
    if (!names.isEmpty()) return names.join(QStringLiteral(", "));
  }
  return {};
}

}  // namespace courier
