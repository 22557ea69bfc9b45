#pragma once

#include <QString>
#include <QStringList>

#include "models/address/TargetOptions.h"
#include "models/address/TargetUrl.h"
#include "models/base/Expected.h"

namespace courier {

/// Where a result goes, as whom and how: what a target, a request, a delivery and a schedule have in common. A value
/// without secrets: those are in the SecretStore under `secretKey`.
struct Destination {
  TargetUrl url;
  QString user;
  QString secretKey;  ///< "" where there is nothing secret, and so no authentication
  HttpMethod method = HttpMethod::Put;
  TargetOptions options;
  qint64 rowCap = 100'000;  ///< 0: none

  /// This destination with `tail`, what stands behind the colon of `name:path`, added to its address; a method=… in it
  /// goes before this one's. "" changes nothing. InvalidInput as TargetUrl::joined().
  [[nodiscard]] Expected<Destination> joined(const QString& tail) const;
  /// As it is sent when its target is `present` today: with that sign-in and that way there, where both mean the same
  /// server; else unchanged, as credentials of one server must not reach another.
  [[nodiscard]] Destination withConnectionOf(const Destination& present) const;
  /// Whether the server is told who is sending.
  [[nodiscard]] bool signsIn() const;
  /// The secret's fields without which nothing may be sent (secretfields). Empty: there is nothing secret, and so no
  /// keychain item.
  [[nodiscard]] QStringList neededSecrets() const;

  bool operator==(const Destination&) const = default;
};

}  // namespace courier
