#pragma once

#include <QNetworkReply>
#include <QSsl>
#include <QSslError>
#include <QString>
#include <optional>

#include "models/outbox/Delivery.h"

namespace courier {

/// What QtNetwork's errors mean in a few words for people ("connection refused"), without addresses. Pure.
[[nodiscard]] QString networkErrorText(QNetworkReply::NetworkError error);
/// What an attempt that ended with this error and without a final status means. `bodyBegun`: a byte of the body was
/// handed to the network. Pure.
[[nodiscard]] ReasonKind networkFailureKind(QNetworkReply::NetworkError error, bool bodyBegun);
/// Whether the server, or what is on the way to it, ended the connection. Pure.
[[nodiscard]] bool isLostConnection(QNetworkReply::NetworkError error);
/// What is wrong with a certificate ("it has expired"); "" where only its issuer is not trusted here.
[[nodiscard]] QString certificateErrorText(const QList<QSslError>& errors);
/// What a server that refused this side's certificate, or the lack of one, says about it in its TLS alert: "it does not
/// know the issuer"; "" where it only wants one. Nothing for every other alert.
[[nodiscard]] std::optional<QString> clientRefusalText(QSsl::AlertType alert);
/// The same, from what the TLS library says about the failure.
[[nodiscard]] std::optional<QString> clientRefusalText(const QString& libraryText);
/// Who issued a certificate, for people; "" where it does not say.
[[nodiscard]] QString certificateIssuerText(const QSslCertificate& certificate);

}  // namespace courier
