#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace courier::testing {

/// A real nginx of the test's own on 127.0.0.1, which accepts PUT and stores what it gets: /open/ for everybody,
/// /locked/ for user "alice" with password "s3cret-Pä$$" only (/plain/ takes no PUT), over http and, with a certificate
/// of an own authority for "localhost" and 127.0.0.1, over https. Ended with the object.
class Nginx {
 public:
  Nginx();
  ~Nginx();
  /// Starts it and waits until it is this server that answers; says why not.
  [[nodiscard]] QString start();
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] int tlsPort() const { return m_tlsPort; }
  /// The authority's certificate, PEM.
  [[nodiscard]] QString authorityFile() const { return m_folder.path() + QStringLiteral("/ca.pem"); }
  /// What was PUT at `path` ("/open/x.json"), or a null array.
  [[nodiscard]] QByteArray stored(const QString& path) const;
  /// The access log's lines: "PUT /open/x.json 201 alice".
  [[nodiscard]] QList<QByteArray> accessLog() const;
  /// Those of them that name `path`.
  [[nodiscard]] QList<QByteArray> accessLog(const QByteArray& path) const;
  /// The same where there is to be a line: waits for it, because nginx writes it after its answer has gone.
  [[nodiscard]] QList<QByteArray> logged(const QByteArray& path = {}) const;
  static constexpr auto user = "alice";
  static constexpr auto password = "s3cret-Pä$$";

 private:
  [[nodiscard]] QString makeCertificates() const;
  [[nodiscard]] QByteArray configuration() const;
  QTemporaryDir m_folder;
  QProcess m_process;
  int m_port = 0;
  int m_tlsPort = 0;
};

}  // namespace courier::testing
