#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QPair>
#include <QVector>

namespace courier {

/// One HTTP/1.x request, exactly as it came.
struct HttpRequest {
  QByteArray method;
  QByteArray target;
  int minorVersion = 1;
  QVector<QPair<QByteArray, QByteArray>> headers;  ///< in their order, values trimmed
  QByteArray body;                                 ///< unchunked, content encoding untouched

  /// The first header of that name, in any case; empty where there is none.
  [[nodiscard]] QByteArray header(QByteArrayView name) const;
  /// True when a comma-separated header of that name holds that token, both in any case.
  [[nodiscard]] bool headerHasToken(QByteArrayView name, QByteArrayView token) const;
  /// Whether the peer means to send another request on the same connection (RFC 9112, 9.3).
  [[nodiscard]] bool keepsAlive() const;
};

/// Reads HTTP/1.x requests from bytes that come in pieces of any size (RFC 9112, strict: what two readers could
/// understand differently is refused). Pure: it knows no socket and no clock. Owns the request being read; its memory
/// is bounded by the two limits.
class HttpRequestParser {
 public:
  struct Limits {
    qsizetype maxHeadBytes = 64 * 1024;  ///< request line, headers and trailers together
    qint64 maxBodyBytes = qint64{256} << 20;
  };
  enum class Stage { Head, Body, Complete, Failed };

  explicit HttpRequestParser(Limits limits) : m_limits(limits) {}

  /// Takes what belongs to the current request from the front of `bytes` and returns how much that was. It stops at
  /// the end of the head, so that a caller can refuse a request before its body, and at the end of the request.
  /// Complete and Failed take nothing more.
  [[nodiscard]] qsizetype consume(QByteArrayView bytes);
  [[nodiscard]] Stage stage() const { return m_stage; }
  /// True between requests: not one byte of the next has come.
  [[nodiscard]] bool isIdle() const { return m_stage == Stage::Head && m_headBytes == 0; }
  /// The head is known from stage Body on, the body in stage Complete. After Failed: as far as it was understood.
  [[nodiscard]] const HttpRequest& request() const { return m_request; }
  /// In stage Body: the peer waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool expectsContinue() const;
  /// In stage Failed: the status to answer with (400, 413, 414, 417, 431, 501 or 505).
  [[nodiscard]] int failureStatus() const { return m_failureStatus; }
  /// Hands the complete request out and stands ready for the next.
  [[nodiscard]] HttpRequest takeRequest();

 private:
  enum class Part { RequestLine, Headers, SizedBody, ChunkSize, ChunkData, ChunkEnd, Trailers };

  qsizetype consumeLine(QByteArrayView bytes);
  qsizetype consumeData(QByteArrayView bytes);
  void endLine(QByteArrayView line);
  void readRequestLine(QByteArrayView line);
  void readHeader(QByteArrayView line);
  void endHead();
  void readChunkSize(QByteArrayView line);
  void fail(int status);

  Limits m_limits;
  Stage m_stage = Stage::Head;
  Part m_part = Part::RequestLine;
  HttpRequest m_request;
  QByteArray m_line;          ///< the line that has begun but not ended
  qsizetype m_headBytes = 0;  ///< all bytes of lines so far, chunk sizes excepted
  qint64 m_dataLeft = 0;      ///< of the body, or of the current chunk
  int m_failureStatus = 0;
};

}  // namespace courier
