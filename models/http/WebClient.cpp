#include "models/http/WebClient.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include "models/base/CertificateName.h"
#include "models/http/NetworkErrorText.h"

namespace courier {
namespace {

struct WebClientTr {
  Q_DECLARE_TR_FUNCTIONS(WebClient)
};

/// How much of a stream waits here before the server is held back.
constexpr qint64 mostWaiting = qint64{4} << 20;
constexpr auto sentOffLimit = std::chrono::milliseconds(2000);

/// A body that is served once: QtNetwork would send one that it can rewind again by itself.
class OnceBody final : public QIODevice {
 public:
  OnceBody(QByteArray bytes, QObject* parent) : QIODevice(parent), m_bytes(std::move(bytes)) { open(ReadOnly); }
  [[nodiscard]] bool isSequential() const override { return true; }
  [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_served; }
  [[nodiscard]] bool atEnd() const override { return m_served == m_bytes.size(); }
  bool reset() override { return false; }

 protected:
  qint64 readData(char* data, qint64 maxSize) override {
    const qint64 size = std::min(maxSize, m_bytes.size() - m_served);
    if (size == 0) return -1;
    std::memcpy(data, m_bytes.constData() + m_served, static_cast<size_t>(size));
    m_served += size;
    return size;
  }
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  const QByteArray m_bytes;
  qint64 m_served = 0;
};

WebFailure failureOf(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::HostNotFoundError:
      return WebFailure::NoServer;
    case QNetworkReply::ConnectionRefusedError:
      return WebFailure::Refused;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
      return WebFailure::Silent;
    case QNetworkReply::SslHandshakeFailedError:
      return WebFailure::Tls;
    case QNetworkReply::ProxyAuthenticationRequiredError:
      return WebFailure::ProxySignIn;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
      return WebFailure::Proxy;
    default:
      return WebFailure::Lost;
  }
}

QNetworkRequest networkRequest(const WebRequest& wanted, const WebWay& way) {
  QNetworkRequest request(wanted.url);
  request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
  request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
  // A page of repetitive rows is no attack; its size is bounded here.
  request.setDecompressedSafetyCheckThreshold(-1);
  request.setTransferTimeout(way.silenceMs);
  if (wanted.url.scheme() == QLatin1String("https")) request.setSslConfiguration(way.ssl);
  request.setRawHeader("User-Agent", QByteArrayLiteral("QueryCourier/" COURIER_VERSION));
  if (!way.wantsPacked) request.setRawHeader("Accept-Encoding", "identity");
  for (const auto& [name, value] : wanted.headers) request.setRawHeader(name, value);
  const bool isEncrypted = wanted.url.scheme() == QLatin1String("https");
  if (needsProxyAuthorization(way.proxy, wanted.url.host(), isEncrypted)) {
    request.setRawHeader("Proxy-Authorization",
                         "Basic " + basicCredentials(way.proxy.options.user, way.proxy.password));
  }
  return request;
}

}  // namespace

/// How many requests were sent off and have not ended.
struct WebSentOff {
  std::mutex mutex;
  std::condition_variable ended;
  int count = 0;
};

/// What a call's thread and the network's thread both know of it.
struct WebCallState {
  std::mutex mutex;
  std::condition_variable changed;
  WebAnswer answer;
  bool isStream = false;
  bool isDone = false;
  bool isHeldBack = false;               ///< a stream's bytes stay with the network until some were taken
  bool isDropped = false;                ///< nobody waits any more
  QObject* thread = nullptr;             ///< an object of the network's thread, to post to
  QPointer<class WebExchange> exchange;  ///< of the network's thread alone
};

/// The manager of one client. Made anywhere, then of the network's thread.
class WebHome final : public QObject {
 public:
  explicit WebHome(WebWay way) : m_way(std::move(way)) {}
  [[nodiscard]] const WebWay& way() const { return m_way; }
  [[nodiscard]] QNetworkAccessManager& manager() {
    if (!m_manager) {
      m_manager = new QNetworkAccessManager(this);
      m_manager->setProxyFactory(new DeliveryProxies(m_way.proxy));
    }
    return *m_manager;
  }

 private:
  const WebWay m_way;
  QNetworkAccessManager* m_manager = nullptr;
};

/// One request on the network's thread; tells the call's thread what comes, and goes once it has ended.
class WebExchange final : public QObject {
 public:
  WebExchange(std::shared_ptr<WebHome> home, std::shared_ptr<WebCallState> state)
      : m_home(std::move(home)), m_state(std::move(state)), m_connecting(this) {}
  ~WebExchange() override { finish(WebFailure::Stopped); }

  void start(const WebRequest& wanted) {
    const WebWay& way = m_home->way();
    QNetworkRequest request = networkRequest(wanted, way);
    if (wanted.method == "POST") {
      request.setHeader(QNetworkRequest::ContentLengthHeader, wanted.body.size());
      m_reply = m_home->manager().post(request, new OnceBody(wanted.body, this));
    } else if (wanted.method == "DELETE") {
      m_reply = m_home->manager().deleteResource(request);
    } else {
      m_reply = m_home->manager().get(request);
    }
    m_reply->setParent(this);
    if (m_state->isStream) m_reply->setReadBufferSize(mostWaiting);
    m_connecting.setSingleShot(true);
    connect(&m_connecting, &QTimer::timeout, this, [this] {
      finish(WebFailure::Silent, WebClientTr::tr("no connection in time"));
      deleteLater();
    });
    m_connecting.start(way.connectMs);
    connect(m_reply, &QNetworkReply::requestSent, &m_connecting, &QTimer::stop);
    connect(m_reply, &QNetworkReply::encrypted, this, &WebExchange::checkCertificate);
    connect(m_reply, &QNetworkReply::sslErrors, this, &WebExchange::noteSslErrors);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
      m_connecting.stop();
      // QtNetwork's thread hears of it only once it has the request in hand.
      if (m_state->isStream) m_reply->setReadBufferSize(mostWaiting);
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &WebExchange::read);
    connect(m_reply, &QNetworkReply::finished, this, &WebExchange::onFinished);
  }

  /// Somebody took what there was of a stream.
  void goOn() {
    read();
    if (m_isOver && m_reply->bytesAvailable() == 0) end();
  }

 private:
  void checkCertificate() {
    if (!m_home->way().verifiesServer) return;
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    if (certificateIsFor(certificate, m_reply->url().host())) return;
    noteSslErrors({QSslError(QSslError::HostNameMismatch, certificate)});
    m_reply->abort();
  }
  void noteSslErrors(const QList<QSslError>& errors) {
    if (!m_home->way().verifiesServer) return m_reply->ignoreSslErrors();
    m_isUntrusted = true;
    m_sslText = certificateErrorText(errors);
    const QString issuer = certificateIssuerText(m_reply->sslConfiguration().peerCertificate());
    if (m_sslText.isEmpty())
      m_sslText = issuer.isEmpty() ? WebClientTr::tr("its issuer is not trusted on this computer")
                                   : WebClientTr::tr("its issuer %1 is not trusted on this computer").arg(issuer);
  }

  void read() {
    bool isTooLarge = false;
    {
      const std::lock_guard lock(m_state->mutex);
      WebAnswer& answer = m_state->answer;
      takeHead(answer);
      if (!m_state->isStream) {
        answer.body += m_reply->read(m_reply->bytesAvailable());
      } else if (answer.body.size() < mostWaiting) {
        answer.body += m_reply->read(mostWaiting);
      }
      // Of what is left there may be no further word: who takes asks for it.
      m_state->isHeldBack = m_state->isStream && m_reply->bytesAvailable() > 0;
      isTooLarge = !m_state->isStream && answer.body.size() > m_home->way().mostBytes;
      m_state->changed.notify_all();
    }
    if (!isTooLarge) return;
    finish(WebFailure::TooLarge, WebClientTr::tr("the answer is too large"));
    deleteLater();
  }
  void takeHead(WebAnswer& answer) {
    if (answer.status != 0) return;
    answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.headers = m_reply->rawHeaderPairs();
    if (m_reply->url().scheme() == QLatin1String("https")) {
      const QSsl::SslProtocol protocol = m_reply->sslConfiguration().sessionProtocol();
      answer.tls = protocol == QSsl::TlsV1_3   ? QStringLiteral("TLSv1.3")
                   : protocol == QSsl::TlsV1_2 ? QStringLiteral("TLSv1.2")
                                               : QStringLiteral("TLS");
    }
  }

  void onFinished() {
    m_isOver = true;
    if (m_reply->isOpen()) read();
    // The rest of a stream is taken first.
    if (m_state->isStream && m_reply->isOpen() && m_reply->bytesAvailable() > 0) return;
    end();
  }
  void end() {
    const auto error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Of an answer whose status says that it failed, QtNetwork makes an error of its own.
    const bool isWhole = error == QNetworkReply::NoError || (status >= 400 && error > QNetworkReply::UnknownProxyError);
    if (isWhole) {
      finish(WebFailure::None);
    } else if (m_isUntrusted) {
      finish(WebFailure::Certificate, m_sslText);
    } else {
      const bool isSilent = error == QNetworkReply::OperationCanceledError;
      finish(failureOf(error), networkErrorText(isSilent ? QNetworkReply::TimeoutError : error));
    }
    deleteLater();
  }
  /// The first word counts.
  void finish(WebFailure failure, const QString& said = {}) {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->isDone) return;
    if (m_reply) takeHead(m_state->answer);
    m_state->isDone = true;
    m_state->answer.failure = failure;
    m_state->answer.said = said;
    m_state->changed.notify_all();
  }

  std::shared_ptr<WebHome> m_home;
  std::shared_ptr<WebCallState> m_state;
  QNetworkReply* m_reply = nullptr;
  QTimer m_connecting;
  QString m_sslText;
  bool m_isUntrusted = false;
  bool m_isOver = false;
};

QByteArray WebAnswer::header(const QByteArray& name) const {
  for (const auto& [key, value] : headers) {
    if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
  }
  return {};
}

WebThread::WebThread() : m_sentOff(std::make_shared<WebSentOff>()), m_thread(QStringLiteral("web")) {}

WebThread::~WebThread() {
  std::unique_lock lock(m_sentOff->mutex);
  m_sentOff->ended.wait_for(lock, sentOffLimit, [this] { return m_sentOff->count == 0; });
}

WebCall::~WebCall() {
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->isDropped = true;
    if (m_state->isDone) return;
  }
  QMetaObject::invokeMethod(
      m_state->thread, [state = m_state] { delete state->exchange; }, Qt::QueuedConnection);
}

WebAnswer WebCall::wait(const CancelToken& cancel, Until until) {
  const auto watch = cancel.onCancel([state = m_state] {
    const std::lock_guard lock(state->mutex);
    state->changed.notify_all();
  });
  std::unique_lock lock(m_state->mutex);
  const auto isOver = [&] { return m_state->isDone || cancel.isCancelled(); };
  // Not wait_until() with the end of all time, which overflows.
  if (until == Until::max()) {
    m_state->changed.wait(lock, isOver);
  } else {
    m_state->changed.wait_until(lock, until, isOver);
  }
  if (m_state->isDone) return std::move(m_state->answer);
  WebAnswer stopped;
  stopped.failure = WebFailure::Stopped;
  return stopped;
}

QByteArray WebCall::take(const CancelToken& cancel) {
  const auto watch = cancel.onCancel([state = m_state] {
    const std::lock_guard lock(state->mutex);
    state->changed.notify_all();
  });
  std::unique_lock lock(m_state->mutex);
  m_state->changed.wait(lock,
                        [&] { return m_state->isDone || !m_state->answer.body.isEmpty() || cancel.isCancelled(); });
  if (cancel.isCancelled()) return {};
  QByteArray bytes = std::exchange(m_state->answer.body, {});
  if (std::exchange(m_state->isHeldBack, false)) {
    QMetaObject::invokeMethod(
        m_state->thread,
        [state = m_state] {
          if (state->exchange) state->exchange->goOn();
        },
        Qt::QueuedConnection);
  }
  return bytes;
}

int WebCall::status() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->answer.status;
}

WebClient::WebClient(std::shared_ptr<WebThread> thread, WebWay way) : m_thread(std::move(thread)) {
  m_home = std::shared_ptr<WebHome>(new WebHome(std::move(way)), [](WebHome* home) { home->deleteLater(); });
  m_home->moveToThread(m_thread->m_thread.thread());
}

WebClient::~WebClient() = default;

std::unique_ptr<WebCall> WebClient::begin(const WebRequest& request, bool streams) {
  const auto state = std::make_shared<WebCallState>();
  state->isStream = streams;
  state->thread = m_thread->m_thread.context();
  QMetaObject::invokeMethod(
      state->thread,
      [home = m_home, state, request] {
        {
          const std::lock_guard lock(state->mutex);
          if (state->isDropped) return;
        }
        auto* exchange = new WebExchange(home, state);
        state->exchange = exchange;
        exchange->start(request);
      },
      Qt::QueuedConnection);
  return std::unique_ptr<WebCall>(new WebCall(state));
}

void WebClient::sendOff(const WebRequest& request, int limitMs) {
  {
    const std::lock_guard lock(m_thread->m_sentOff->mutex);
    ++m_thread->m_sentOff->count;
  }
  QMetaObject::invokeMethod(
      m_thread->m_thread.context(),
      [home = m_home, request, limitMs, sentOff = m_thread->m_sentOff] {
        auto* exchange = new WebExchange(home, std::make_shared<WebCallState>());
        QObject::connect(exchange, &QObject::destroyed, [sentOff] {
          const std::lock_guard lock(sentOff->mutex);
          --sentOff->count;
          sentOff->ended.notify_all();
        });
        QTimer::singleShot(limitMs, exchange, &QObject::deleteLater);
        exchange->start(request);
      },
      Qt::QueuedConnection);
}

}  // namespace courier
