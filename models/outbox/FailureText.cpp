#include "models/outbox/FailureText.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "models/base/Wording.h"
#include "models/outbox/DeliveryWords.h"

namespace courier {
namespace {

constexpr qsizetype longestShown = 200;

/// The context of these sentences for translators.
struct FailureTextTr {
  Q_DECLARE_TR_FUNCTIONS(FailureText)
};

QString hostAndPort(const Delivery& delivery) {
  return delivery.to.url.hostForPeople() + u':' + QString::number(delivery.to.url.port());
}

/// A server's own words within a sentence: one line, of bounded length.
QString shown(const QString& text) {
  QString line = text.simplified();
  line.removeIf([](QChar c) { return !c.isPrint() && !c.isSurrogate(); });
  return line.size() <= longestShown ? line : line.left(longestShown) + u'…';
}

/// "Nothing was lost; next try in 5 min.", with its time left out.
QString nextTryForm() {
  return FailureTextTr::tr("Nothing was lost; next try in %1.");
}

/// What a delivery that is tried again says at its end.
QString nextStep(const RetryDecision& decision, qint64 nowMs) {
  if (decision.state == DeliveryState::Expired)
    return FailureTextTr::tr(
        "Given up after the last try; the result is kept, so you can send it again when the server answers.");
  return nextTryForm().arg(durationText(decision.nextTryMs - nowMs));
}

}  // namespace

QString reasonNow(const Delivery& delivery, qint64 nowMs) {
  if (delivery.state != DeliveryState::Waiting) return delivery.reason;
  const QStringList around = nextTryForm().split(QStringLiteral("%1"));
  const qsizetype begin = delivery.reason.indexOf(around.first());
  if (begin < 0 || around.size() != 2) return delivery.reason;
  const qsizetype time = begin + around.first().size();
  const qsizetype end = delivery.reason.indexOf(around.last(), time);
  if (end < 0) return delivery.reason;
  const qint64 dueMs = dueTimeMs(delivery);
  if (dueMs > nowMs) return delivery.reason.left(time) + durationText(dueMs - nowMs) + delivery.reason.mid(end);
  return delivery.reason.left(begin) + FailureTextTr::tr("Nothing was lost; the next try is due.") +
         delivery.reason.mid(end + around.last().size());
}

QString unreachableText(const AttemptReport& report, const Delivery& delivery, const QString& next) {
  if (report.outcome == AttemptOutcome::NotSent)
    return FailureTextTr::tr("Could not reach %1 (%2). %3 Check the port and your VPN.")
        .arg(hostAndPort(delivery), shown(report.message), next);
  return FailureTextTr::tr("%1 gave no final answer (%2); the result may or may not have arrived. %3")
      .arg(hostAndPort(delivery), shown(report.message), next);
}

QString busyText(const AttemptReport& report, const Delivery& delivery, const QString& next) {
  switch (report.status) {
    case 408:
      return FailureTextTr::tr("408: %1 waited too long for the result. %2").arg(hostAndPort(delivery), next);
    case 425:
      return FailureTextTr::tr("425: %1 asks for the result again later. %2").arg(hostAndPort(delivery), next);
    case 429:
      return FailureTextTr::tr("429: %1 asks to be sent less often. %2").arg(hostAndPort(delivery), next);
    case 507:
      return FailureTextTr::tr("507: %1 has no room left for the result. %2").arg(hostAndPort(delivery), next);
    case 502:
    case 504:
    case 520:
    case 521:
    case 522:
    case 523:
    case 524:
    case 525:
    case 526:
    case 530:
      return FailureTextTr::tr("%1: a proxy answered in place of %2; the server behind it did not. %3")
          .arg(QString::number(report.status), hostAndPort(delivery), next);
    case 503:
      return FailureTextTr::tr("503: %1 is overloaded or down for maintenance. %2").arg(hostAndPort(delivery), next);
    default:
      return FailureTextTr::tr("%1: %2 reported an internal error. %3")
          .arg(QString::number(report.status), hostAndPort(delivery), next);
  }
}

namespace {

/// The parts of a header's value between its commas, those within quotes left alone.
QStringList listItems(const QString& value) {
  QStringList items(QString{});
  bool quoted = false;
  for (qsizetype i = 0; i < value.size(); ++i) {
    const QChar c = value[i];
    if (c == u'"') quoted = !quoted;
    if (c == u',' && !quoted) {
      items.append(QString());
      continue;
    }
    items.last() += c;
    if (quoted && c == u'\\' && i + 1 < value.size()) items.last() += value[++i];
  }
  return items;
}

/// The schemes of all challenges under `header` (RFC 9110, 11.6.1), as the server spells them. One header may hold
/// several, and the parameters of each stand between the same commas.
QStringList challengeSchemes(const AttemptReport& report, QLatin1String header) {
  QStringList schemes;
  for (const QString& line : report.answerHeaders.split(u'\n')) {
    const qsizetype colon = line.indexOf(u':');
    if (colon < 0 || line.left(colon).trimmed().compare(header, Qt::CaseInsensitive) != 0) continue;
    for (const QString& item : listItems(line.mid(colon + 1))) {
      const QString text = item.trimmed();
      const auto end = std::find_if(text.begin(), text.end(), [](QChar c) { return c == u' ' || c == u'='; });
      const QString scheme = text.left(end - text.begin());
      const bool isParameter = text.mid(scheme.size()).trimmed().startsWith(u'=');
      if (!scheme.isEmpty() && !isParameter && !schemes.contains(scheme, Qt::CaseInsensitive)) schemes.append(scheme);
    }
  }
  return schemes;
}

/// A proxy that offers NTLM or Negotiate and nothing that this program speaks.
bool wantsNtlm(const AttemptReport& report) {
  const QStringList offered = challengeSchemes(report, QLatin1String("Proxy-Authenticate"));
  const auto offers = [&](const char* scheme) { return offered.contains(QLatin1String(scheme), Qt::CaseInsensitive); };
  return (offers("ntlm") || offers("negotiate")) && !offers("basic");
}

}  // namespace

QString unspokenSignIn(const AttemptReport& report, const Delivery& delivery) {
  const AuthKind auth = delivery.to.options.auth;
  if (report.status != 401 || (auth != AuthKind::Basic && auth != AuthKind::None)) return {};
  const QStringList offered = challengeSchemes(report, QLatin1String("WWW-Authenticate"));
  for (const char* spoken : {"basic", "bearer"}) {
    if (offered.contains(QLatin1String(spoken), Qt::CaseInsensitive)) return {};
  }
  return shown(offered.join(QStringLiteral(", ")));
}

namespace {

QString unspokenText() {
  return FailureTextTr::tr(
      "401: the server asks for another kind of sign-in (%1), which Query Courier does not speak. Ask its "
      "keeper to allow Basic or a token.");
}

}  // namespace

bool saysUnspokenSignIn(const QString& reason) {
  return reason.startsWith(unspokenText().section(QStringLiteral("%1"), 0, 0));
}

QString signInRefusalText(const AttemptReport& report, const Delivery& delivery) {
  const bool isKnown = delivery.to.signsIn();
  if (report.status == 407 && wantsNtlm(report)) {
    return FailureTextTr::tr(
        "407: the proxy on the way asks for a Windows sign-in (NTLM), which is not supported. Ask for a way around it, "
        "or use a local proxy that signs in by itself.");
  }
  if (report.status == 407 || report.status == 0) {
    return FailureTextTr::tr("407: the proxy on the way did not accept the sign-in.");
  }
  if (report.status == 403) {
    return isKnown ? FailureTextTr::tr("403: the server does not let this user write there.")
                   : FailureTextTr::tr("403: the server lets nobody write there without a password.");
  }
  if (const QString wanted = unspokenSignIn(report, delivery); !wanted.isEmpty()) return unspokenText().arg(wanted);
  if (!isKnown) return FailureTextTr::tr("401: the server asks for a user name and password.");
  return delivery.to.options.auth == AuthKind::Basic
             ? FailureTextTr::tr("401: the server did not accept the user name or password.")
             : FailureTextTr::tr("401: the server did not accept the token or secret header.");
}

namespace {

QString signInText(const AttemptReport& report, const Delivery& delivery, int waiting) {
  const QString what = signInRefusalText(report, delivery);
  const QString held =
      waiting < 0
          ? FailureTextTr::tr("Nothing more goes to '%1' until you change it.")
          : FailureTextTr::tr("Nothing more goes to '%1' until you change it; %n result(s) wait.", nullptr, waiting);
  return what + u' ' + held.arg(delivery.targetText);
}

QString methodText(const AttemptReport& report, const Delivery& delivery) {
  const bool put = delivery.to.method == HttpMethod::Put;
  return FailureTextTr::tr("%1: the server does not accept %2 here. Ask its keeper to allow %2, or choose %3.")
      .arg(QString::number(report.status), put ? QStringLiteral("PUT") : QStringLiteral("POST"),
           put ? QStringLiteral("POST") : QStringLiteral("PUT"));
}

QString redirectText(const AttemptReport& report) {
  if (report.location.isEmpty())
    return FailureTextTr::tr(
               "%1: the server redirects to another address without naming it. Query Courier does not follow it. Ask "
               "its keeper for the right address.")
        .arg(report.status);
  return FailureTextTr::tr(
             "%1: the server redirects to another address, %2. Nothing was sent there. If it is the right one, change "
             "the target's address.")
      .arg(QString::number(report.status), shown(report.location));
}

QString refusedText(const AttemptReport& report, const Delivery& delivery) {
  switch (report.status) {
    case 400:
    case 422:
      return FailureTextTr::tr(
                 "%1: the server does not accept this result. Its answer may say why. Send it again once the server "
                 "takes it.")
          .arg(report.status);
    case 404:
      return FailureTextTr::tr("404: %1 does not know this address. Check the path.").arg(hostAndPort(delivery));
    case 409:
      return FailureTextTr::tr(
          "409: the server says that the result conflicts with what is there. Check the path, or ask its "
          "keeper.");
    case 411:
      return FailureTextTr::tr("411: a proxy on the way lost the length of the result. Ask the server's keeper.");
    case 415:
      return FailureTextTr::tr("415: the server does not accept JSON here. Ask its keeper to allow application/json.");
    default:
      return FailureTextTr::tr(
                 "%1: the server refused the result. Its answer may say why. Send it again once the server takes it.")
          .arg(report.status);
  }
}

QString tlsText(const AttemptReport& report, const Delivery& delivery) {
  if (report.wantsClientCertificate && !delivery.to.options.tls.clientCertificateFile.isEmpty())
    return FailureTextTr::tr(
               "%1 does not accept this target's client certificate (%2). Nothing was sent. Choose another one, or ask "
               "the server's keeper.")
        .arg(hostAndPort(delivery), shown(report.message));
  if (report.wantsClientCertificate)
    return FailureTextTr::tr("%1 asks for a client certificate. Nothing was sent. Choose one for this target.")
        .arg(hostAndPort(delivery));
  if (report.certificateIssuer.isEmpty())
    return FailureTextTr::tr(
               "No secure connection to %1 (%2). Nothing was sent. Check that the server offers HTTPS on this port.")
        .arg(hostAndPort(delivery), shown(report.message));
  if (report.message.isEmpty())
    return FailureTextTr::tr(
               "The certificate of %1 is not trusted (issuer: %2). Nothing was sent. If it is your company's own, add "
               "it.")
        .arg(delivery.to.url.hostForPeople(), shown(report.certificateIssuer));
  return FailureTextTr::tr(
             "The certificate of %1 cannot be accepted: %2 (issuer: %3). Nothing was sent. Ask the server's keeper for "
             "a valid one.")
      .arg(delivery.to.url.hostForPeople(), shown(report.message), shown(report.certificateIssuer));
}

QString closedEarlyText(const Delivery& delivery, const RetryDecision& decision, qint64 nowMs) {
  if (decision.state == DeliveryState::Held)
    return FailureTextTr::tr(
        "The server closes the connection before it has read the body (%n time(s)). It may refuse the size or the "
        "sign-in.",
        nullptr, retrypolicy::maxEarlyCloses);
  return FailureTextTr::tr("%1 closed the connection before it had read the body. %2")
      .arg(hostAndPort(delivery), nextStep(decision, nowMs));
}

/// As the decision's reason, but of the attempt itself where the decision was to give up.
ReasonKind causeOf(const AttemptReport& report, const RetryDecision& decision) {
  if (decision.reason != ReasonKind::GaveUp) return decision.reason;
  if (report.outcome == AttemptOutcome::Answered) return ReasonKind::ServerBusy;
  return report.failure == ReasonKind::ClosedEarly ? ReasonKind::ClosedEarly : ReasonKind::Unreachable;
}

}  // namespace

QString failureText(const AttemptReport& report, const Delivery& delivery, const RetryDecision& decision, qint64 nowMs,
                    int waiting) {
  switch (causeOf(report, decision)) {
    case ReasonKind::None:
    case ReasonKind::GaveUp:
      return {};
    case ReasonKind::Unreachable:
      return unreachableText(report, delivery, nextStep(decision, nowMs));
    case ReasonKind::ClosedEarly:
      return closedEarlyText(delivery, decision, nowMs);
    case ReasonKind::ServerBusy:
      return busyText(report, delivery, nextStep(decision, nowMs));
    case ReasonKind::SignIn:
      return signInText(report, delivery, waiting);
    case ReasonKind::MethodRefused:
      return methodText(report, delivery);
    case ReasonKind::PathRefused:
      return FailureTextTr::tr(
          "409: the server does not accept a result at an address that ends in '/'. Add a file name to the path.");
    case ReasonKind::TooLarge:
      return FailureTextTr::
          tr("413: the server takes no body this large (%1). Ask for a higher limit (nginx: client_max_body_size) or "
             "send fewer rows.")
              .arg(sizeText(delivery.bodyBytes));
    case ReasonKind::Redirected:
      return redirectText(report);
    case ReasonKind::Gone:
      return FailureTextTr::tr(
                 "410: the server says that this address is gone for good. Nothing more goes to '%1' until you resume "
                 "it.")
          .arg(delivery.targetText);
    case ReasonKind::RefusedOther:
      return refusedText(report, delivery);
    case ReasonKind::Tls:
    case ReasonKind::Untrusted:
    case ReasonKind::WantsClient:
      return tlsText(report, delivery);
    case ReasonKind::SecretLocked:
    case ReasonKind::SecretMissing:
      return secretText(decision.reason, delivery.targetText);
    case ReasonKind::Setup:
    case ReasonKind::Guard:
    case ReasonKind::Policy:
    case ReasonKind::Unchanged:
      return {};
    case ReasonKind::TargetPaused:
      return targetHeldText(TargetState::Paused, delivery.targetText);
    case ReasonKind::BodyMissing:
      return bodyMissingText();
    case ReasonKind::Superseded:
      return supersededText();
  }
  return {};
}

QString truncationText(qint64 rows) {
  return FailureTextTr::tr("First %1 rows sent; the rest left out. Without ORDER BY the database decides which.")
      .arg(QLocale().toString(rows));
}

QString secretText(ReasonKind kind, const QString& targetText) {
  if (kind == ReasonKind::SecretMissing)
    return FailureTextTr::tr("The password for %1 is not known on this computer. Enter it to send the result.")
        .arg(targetText);
  return FailureTextTr::tr("The keychain is locked. Unlock it to send the result.");
}

QString passwordNeededText(const QString& targetText) {
  return FailureTextTr::tr(
             "Password needed: this computer has no keychain, so the password for %1 was not kept. Enter it to send "
             "the result.")
      .arg(targetText);
}

QString targetHeldText(TargetState state, const QString& targetText) {
  if (state == TargetState::Disabled)
    return FailureTextTr::
        tr("'%1' is switched off because its server said that the address is gone (410). Resume it to send the result.")
            .arg(targetText);
  return FailureTextTr::tr(
             "'%1' is paused because its server did not accept the sign-in. Resume it to send the result.")
      .arg(targetText);
}

QString bodyMissingText() {
  return FailureTextTr::tr(
      "The kept body of this result is missing or damaged. Nothing was sent. Run the query again.");
}

QString policyHeldText(const QString& sentence) {
  return FailureTextTr::tr(
             "%1 Nothing was sent; the result is kept. Release it once the address is allowed, or send it elsewhere.",
             "%1: the administrator's rule, a whole sentence")
      .arg(sentence);
}

QString expiredText() {
  return FailureTextTr::tr("Not delivered within %n day(s). The result is kept, so you can send it again.", nullptr,
                           static_cast<int>(retrypolicy::maxAgeMs / (qint64{24} * 3600 * 1000)));
}

QString supersededText() {
  return FailureTextTr::tr("A newer result for the same address replaced it.");
}

}  // namespace courier
