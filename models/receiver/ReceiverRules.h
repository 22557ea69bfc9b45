#pragma once

#include <QByteArray>
#include <QPair>
#include <QString>
#include <QVector>

#include "models/receiver/HttpRequestParser.h"
#include "models/secrets/SecretMask.h"

namespace courier {

struct ReceiverOptions;

/// How a receiver answers a request, decided from its head.
struct ReceiverVerdict {
  int status = 0;           ///< to answer with, once the request is complete
  bool isAdmitted = false;  ///< its body is wanted
  int retryAfterS = 0;      ///< goes with that status; 0: no Retry-After
  int delayMs = 0;          ///< before the answer to a complete request
};

/// 401 without the right user and password, 405 for anything but PUT and POST, else admitted, with the status and
/// Retry-After the options name; each as late as they say. Pure; passwords are compared in constant time.
[[nodiscard]] ReceiverVerdict receiverVerdict(const HttpRequest& head, const ReceiverOptions& options);

/// What a request must not show: the receiver's own password, and what by its name is a secret among its headers and
/// in its query.
[[nodiscard]] SecretMask secretsOf(const HttpRequest& request, const ReceiverOptions& options);

/// A request's headers fit to be shown: what authenticates is masked ("Authorization: Basic •••"), and what by its name
/// is a secret ("X-Api-Key: •••", "webhook-signature: •••"), and wherever else one of `secrets` stands.
[[nodiscard]] QVector<QPair<QByteArray, QByteArray>> maskedHeaders(const HttpRequest& request,
                                                                   const SecretMask& secrets);

/// Its target fit to be shown: a user name and password in an absolute one are masked, and what by its name is a secret
/// in its query ("/in?token=•••"), and wherever else one of `secrets` stands.
[[nodiscard]] QString maskedRequestTarget(const HttpRequest& request, const SecretMask& secrets);

/// The standard's words for a status ("Created"), "Status" for one it does not know.
[[nodiscard]] QByteArray reasonPhrase(int status);

/// A whole answer: status line, headers and a body that repeats the status in words (none for HEAD, 204 and 304).
/// `retryAfterS` 0: without Retry-After.
[[nodiscard]] QByteArray httpAnswer(int status, QByteArrayView method, bool keepAlive, int retryAfterS = 0);

}  // namespace courier
