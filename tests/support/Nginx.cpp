#include "tests/support/Nginx.h"

#include <unistd.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUuid>

#include "tests/support/Program.h"

namespace courier::testing {

namespace {

int freePort() {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  return server.serverPort();
}

bool writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

}  // namespace

Nginx::Nginx() = default;

Nginx::~Nginx() {
  if (m_process.state() == QProcess::NotRunning) return;
  m_process.terminate();
  if (m_process.waitForFinished(5000)) return;
  m_process.kill();
  m_process.waitForFinished();
}

QString Nginx::start() {
  const QString folder = m_folder.path();
  for (const char* name : {"root/open", "root/locked", "t"}) QDir(folder).mkpath(QString::fromLatin1(name));
  if (const QString problem = makeCertificates(); !problem.isEmpty()) return problem;
  const auto hashed = runProgram(QStringLiteral("openssl"),
                                 {QStringLiteral("passwd"), QStringLiteral("-apr1"), QString::fromUtf8(password)});
  if (hashed.code != 0) return QStringLiteral("openssl passwd: ") + QString::fromUtf8(hashed.err);
  writeFile(folder + QStringLiteral("/htpasswd"), QByteArray(user) + ':' + hashed.out);
  const QByteArray mark = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
  writeFile(folder + QStringLiteral("/root/mark"), mark);
  m_port = freePort();
  m_tlsPort = freePort();
  writeFile(folder + QStringLiteral("/nginx.conf"), configuration());
  m_process.start(QStringLiteral("nginx"),
                  {QStringLiteral("-p"), folder, QStringLiteral("-c"), folder + QStringLiteral("/nginx.conf"),
                   QStringLiteral("-e"), folder + QStringLiteral("/error.log")});
  if (!m_process.waitForStarted()) return QStringLiteral("nginx does not start: ") + m_process.errorString();
  const QDeadlineTimer deadline(10'000);
  while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
    const auto got = runProgram(QStringLiteral("curl"),
                                {QStringLiteral("-s"), QStringLiteral("http://127.0.0.1:%1/mark").arg(m_port)});
    if (got.out == mark) return {};
    QThread::msleep(20);
  }
  return QStringLiteral("nginx does not answer: ") + QString::fromUtf8(m_process.readAllStandardError());
}

QString Nginx::makeCertificates() const {
  const QString folder = m_folder.path();
  writeFile(folder + QStringLiteral("/leaf.ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const QVector<QStringList> steps = {
      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
       QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
       QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=Test Authority"),
       QStringLiteral("-keyout"), QStringLiteral("ca.key"), QStringLiteral("-out"), QStringLiteral("ca.pem")},
      {QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
       QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"), QStringLiteral("-subj"),
       QStringLiteral("/CN=localhost"), QStringLiteral("-keyout"), QStringLiteral("leaf.key"), QStringLiteral("-out"),
       QStringLiteral("leaf.csr")},
      {QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), QStringLiteral("leaf.csr"),
       QStringLiteral("-CA"), QStringLiteral("ca.pem"), QStringLiteral("-CAkey"), QStringLiteral("ca.key"),
       QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-extfile"),
       QStringLiteral("leaf.ext"), QStringLiteral("-out"), QStringLiteral("leaf.pem")},
  };
  for (const QStringList& step : steps) {
    QProcess openssl;
    openssl.setWorkingDirectory(folder);
    openssl.start(QStringLiteral("openssl"), step);
    if (!openssl.waitForFinished(20'000) || openssl.exitCode() != 0) {
      return QStringLiteral("openssl: ") + QString::fromUtf8(openssl.readAllStandardError());
    }
  }
  return {};
}

QByteArray Nginx::configuration() const {
  QByteArray text = R"(daemon off;
@USER@pid @D@/nginx.pid;
error_log @D@/error.log;
events {}
http {
  log_format plain '$request_method $request_uri $status $remote_user';
  access_log @D@/access.log plain;
  client_body_temp_path @D@/t/b; proxy_temp_path @D@/t/p; fastcgi_temp_path @D@/t/f;
  uwsgi_temp_path @D@/t/u; scgi_temp_path @D@/t/s;
  client_max_body_size 300m;
  root @D@/root;
  server {
    listen 127.0.0.1:@PORT@;
    listen 127.0.0.1:@TLS@ ssl http2;
    ssl_certificate @D@/leaf.pem;
    ssl_certificate_key @D@/leaf.key;
    location = /mark { access_log off; }
    location /open/ { dav_methods PUT; create_full_put_path on; dav_access user:rw group:r all:r; }
    location /locked/ { dav_methods PUT; create_full_put_path on; auth_basic test; auth_basic_user_file @D@/htpasswd; }
    location /readonly/ { return 405; }
    location /plain/ { }
  }
}
)";
  text.replace("@D@", m_folder.path().toUtf8());
  text.replace("@PORT@", QByteArray::number(m_port));
  text.replace("@TLS@", QByteArray::number(m_tlsPort));
  text.replace("@USER@", geteuid() == 0 ? "user root;\n" : "");
  return text;
}

QByteArray Nginx::stored(const QString& path) const {
  QFile file(m_folder.path() + QStringLiteral("/root") + path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<QByteArray> Nginx::accessLog() const {
  QFile file(m_folder.path() + QStringLiteral("/access.log"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  auto lines = file.readAll().split('\n');
  lines.removeAll(QByteArray());
  return lines;
}

QList<QByteArray> Nginx::accessLog(const QByteArray& path) const {
  auto lines = accessLog();
  lines.removeIf([&path](const QByteArray& line) { return !line.contains(path); });
  return lines;
}

QList<QByteArray> Nginx::logged(const QByteArray& path) const {
  for (const QDeadlineTimer limit(5000); accessLog(path).isEmpty() && !limit.hasExpired();) QThread::msleep(5);
  return accessLog(path);
}

}  // namespace courier::testing
