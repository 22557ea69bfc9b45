#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "models/address/BodyOptions.h"
#include "models/address/ProxyOptions.h"
#include "models/base/Expected.h"
#include "models/secrets/SecretFields.h"

namespace courier {

/// How a target's server learns who is sending.
enum class AuthKind {
  None,
  Basic,   ///< user and password (RFC 7617); nothing where there is no user
  Bearer,  ///< "Authorization: Bearer …" (RFC 6750)
  Header   ///< a header of the person's own, whose value is secret
};

/// An extra header, sent as it is; its value is not a secret.
struct HttpHeader {
  QString name;
  QString value;
  bool operator==(const HttpHeader&) const = default;
};

enum class TlsMinimum { Tls12, Tls13 };

/// Which certificates to trust over TLS, and which one to present.
struct TlsOptions {
  QString caPem;                  ///< certificates trusted besides the system's, PEM; "" none
  QString clientCertificateFile;  ///< PEM, with its chain; "" none
  QString clientKeyFile;          ///< PEM; it stays where it is. "" where it is in the certificate's file
  bool keyHasPassphrase = false;  ///< it is in the keychain
  TlsMinimum minimum = TlsMinimum::Tls12;
  bool operator==(const TlsOptions&) const = default;
};

/// The limits of one attempt, in seconds (DESIGN section 6).
struct TimeOptions {
  int connectS = 10;
  int silenceWhileSendingS = 30;
  int silenceAfterBodyS = 120;
  int totalS = 150;  ///< plus the body's size at 64 kB/s
  bool operator==(const TimeOptions&) const = default;
};

/// When a result is held for a person to decide, or not sent because nothing changed. All off unless switched on.
struct GuardOptions {
  bool holdEmpty = false;           ///< no rows
  int holdRowChangePercent = 0;     ///< the row count differs by more than this from the last delivered; 0: off
  bool holdColumnsChanged = false;  ///< names or types differ from the last delivered
  bool holdTruncated = false;       ///< rows would be cut
  bool skipUnchanged = false;       ///< the body is the same as the last delivered: cancelled, not held
  bool operator==(const GuardOptions&) const = default;
};

/// How long the bodies of final deliveries are kept.
enum class Retention { Days90, Days7, UntilDelivered };

/// All options of a target besides its address, user, method and row cap. A value without secrets: those are fields of
/// the target's keychain item. A delivery keeps the copy that was valid when it was queued.
struct TargetOptions {
  AuthKind auth = AuthKind::Basic;
  QString authHeader;           ///< for AuthKind::Header: its name
  QVector<HttpHeader> headers;  ///< sent in this order
  bool isSigned = false;        ///< Standard Webhooks, with the item's signing secret
  BodyOptions body;
  ProxyOptions proxy;
  TlsOptions tls;
  TimeOptions times;
  GuardOptions guards;
  Retention retention = Retention::Days90;

  bool operator==(const TargetOptions&) const = default;

  /// These options with what concerns the way to the server and who is sending (auth, isSigned, proxy, tls, times)
  /// taken from `present`: what a delivery queued earlier goes on with once its target was mended.
  [[nodiscard]] TargetOptions withConnectionOf(const TargetOptions& present) const;

  /// As stored: only what differs from the default, so that "{}" is a target without options.
  [[nodiscard]] QString toJson() const;
  /// What is unknown or unreadable in it is left at its default.
  [[nodiscard]] static TargetOptions fromJson(const QString& json);
};

/// What can be wrong with a target's options. No file is opened, unless said. Errors are InvalidInput, name the part
/// and the mend, and never repeat a value that may be secret.

/// Whether a target may have this extra header: its name is a token (RFC 9110, 5.6.2), is not set by the program itself
/// and does not carry a secret; its value is printable ASCII.
[[nodiscard]] Expected<void> checkHeader(const HttpHeader& header);
/// The name of the header that carries a secret (AuthKind::Header); Authorization and Cookie may.
[[nodiscard]] Expected<void> checkAuthHeaderName(const QString& name);
/// A secret that is sent within a header: printable ASCII, not empty, at most 2,048 characters. `part` names it.
[[nodiscard]] Expected<void> checkHeaderSecret(const QString& part, const QString& value);
/// A signing secret: "whsec_" and base64 of 24 to 64 bytes (Standard Webhooks), or such a base64 without the prefix.
[[nodiscard]] Expected<void> checkSigningSecret(const QString& secret);
/// All options together.
[[nodiscard]] Expected<void> checkTargetOptions(const TargetOptions& options);
/// The certificates of a CA's file (TlsOptions::caPem), of at most 1 MB.
[[nodiscard]] Expected<QString> readCertificates(const QString& path);

}  // namespace courier
