#include "models/receiver/HttpRequestParser.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace courier {

namespace {

constexpr qsizetype maxChunkLine = 1024;

bool isTokenByte(char c) {
  const auto u = static_cast<unsigned char>(c);
  if ((u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z')) return true;
  return u > ' ' && u < 0x7f && QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text) {
  return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenByte);
}

bool isFieldByte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u == '\t' || (u >= ' ' && u != 0x7f);
}

bool isTargetByte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u > ' ' && u != 0x7f;
}

bool equalsInAnyCase(QByteArrayView a, QByteArrayView b) {
  return a.compare(b, Qt::CaseInsensitive) == 0;
}

QByteArrayView trimmedBlanks(QByteArrayView text) {
  while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t')) text = text.sliced(1);
  while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t')) text.chop(1);
  return text;
}

/// Digits of `base` and nothing else; -1 for anything else and for what is beyond 63 bits.
qint64 numberFrom(QByteArrayView text, int base) {
  if (text.isEmpty()) return -1;
  qint64 value = 0;
  for (const char c : text) {
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (base == 16 && c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (base == 16 && c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0 || value > (std::numeric_limits<qint64>::max() - digit) / base) return -1;
    value = value * base + digit;
  }
  return value;
}

}  // namespace

QByteArray HttpRequest::header(QByteArrayView name) const {
  for (const auto& [key, value] : headers) {
    if (equalsInAnyCase(key, name)) return value;
  }
  return {};
}

bool HttpRequest::headerHasToken(QByteArrayView name, QByteArrayView token) const {
  for (const auto& [key, value] : headers) {
    if (!equalsInAnyCase(key, name)) continue;
    const QList<QByteArray> items = value.split(',');
    for (const QByteArray& item : items) {
      if (equalsInAnyCase(trimmedBlanks(item), token)) return true;
    }
  }
  return false;
}

bool HttpRequest::keepsAlive() const {
  if (headerHasToken("Connection", "close")) return false;
  return minorVersion >= 1 || headerHasToken("Connection", "keep-alive");
}

qsizetype HttpRequestParser::consume(QByteArrayView bytes) {
  const Stage before = m_stage;
  qsizetype taken = 0;
  while (taken < bytes.size() && m_stage == before && m_stage != Stage::Complete && m_stage != Stage::Failed) {
    const QByteArrayView rest = bytes.sliced(taken);
    const bool isData = m_part == Part::SizedBody || m_part == Part::ChunkData;
    taken += isData ? consumeData(rest) : consumeLine(rest);
  }
  return taken;
}

qsizetype HttpRequestParser::consumeLine(QByteArrayView bytes) {
  const qsizetype newline = bytes.indexOf('\n');
  const qsizetype taken = newline < 0 ? bytes.size() : newline + 1;
  const bool isChunkLine = m_part == Part::ChunkSize || m_part == Part::ChunkEnd;
  if (isChunkLine) {
    if (m_line.size() + taken > maxChunkLine) {
      fail(400);
      return taken;
    }
  } else {
    if (taken > m_limits.maxHeadBytes - m_headBytes) {
      fail(m_part == Part::RequestLine ? 414 : 431);
      return taken;
    }
    m_headBytes += taken;
  }
  m_line.append(bytes.first(taken));
  if (newline < 0) return taken;
  if (!m_line.endsWith("\r\n")) {
    fail(400);
    return taken;
  }
  m_line.chop(2);
  const QByteArray line = std::exchange(m_line, {});
  endLine(line);
  return taken;
}

qsizetype HttpRequestParser::consumeData(QByteArrayView bytes) {
  const qsizetype taken = static_cast<qsizetype>(std::min<qint64>(m_dataLeft, bytes.size()));
  m_request.body.append(bytes.first(taken));
  m_dataLeft -= taken;
  if (m_dataLeft == 0) {
    if (m_part == Part::ChunkData) {
      m_part = Part::ChunkEnd;
    } else {
      m_stage = Stage::Complete;
    }
  }
  return taken;
}

void HttpRequestParser::endLine(QByteArrayView line) {
  switch (m_part) {
    case Part::RequestLine:
      // An empty line before a request is what some clients leave after the last body (RFC 9112, 2.2).
      if (!line.isEmpty()) readRequestLine(line);
      return;
    case Part::Headers:
      line.isEmpty() ? endHead() : readHeader(line);
      return;
    case Part::ChunkSize:
      readChunkSize(line);
      return;
    case Part::ChunkEnd:
      if (!line.isEmpty()) return fail(400);
      m_part = Part::ChunkSize;
      return;
    case Part::Trailers:
      // Trailers are read past: nothing in them may change what the head said.
      if (line.isEmpty()) m_stage = Stage::Complete;
      return;
    case Part::SizedBody:
    case Part::ChunkData:
      return;
  }
}

void HttpRequestParser::readRequestLine(QByteArrayView line) {
  const qsizetype first = line.indexOf(' ');
  const qsizetype last = line.lastIndexOf(' ');
  if (first <= 0 || last <= first + 1) return fail(400);
  const QByteArrayView method = line.first(first);
  const QByteArrayView target = line.sliced(first + 1, last - first - 1);
  const QByteArrayView version = line.sliced(last + 1);
  if (!isToken(method) || !std::all_of(target.begin(), target.end(), isTargetByte)) return fail(400);
  if (version.size() != 8 || !version.startsWith("HTTP/") || version[6] != '.') return fail(400);
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  if (!isDigit(version[5]) || !isDigit(version[7])) return fail(400);
  if (version[5] != '1') return fail(505);
  m_request.method = method.toByteArray();
  m_request.target = target.toByteArray();
  m_request.minorVersion = version[7] - '0';
  m_part = Part::Headers;
}

void HttpRequestParser::readHeader(QByteArrayView line) {
  // A name followed by a blank, or a line that goes on from the one above, reads differently in different servers.
  const qsizetype colon = line.indexOf(':');
  if (colon <= 0 || !isToken(line.first(colon))) return fail(400);
  const QByteArrayView value = trimmedBlanks(line.sliced(colon + 1));
  if (!std::all_of(value.begin(), value.end(), isFieldByte)) return fail(400);
  m_request.headers.append({line.first(colon).toByteArray(), value.toByteArray()});
}

void HttpRequestParser::endHead() {
  int hosts = 0;
  QByteArray encoding;
  bool hasEncoding = false;
  qint64 length = -1;
  for (const auto& [key, value] : std::as_const(m_request.headers)) {
    if (equalsInAnyCase(key, "Host")) ++hosts;
    if (equalsInAnyCase(key, "Transfer-Encoding")) {
      encoding += hasEncoding ? "," + value : value;
      hasEncoding = true;
    }
    if (equalsInAnyCase(key, "Content-Length")) {
      const qint64 said = numberFrom(value, 10);
      if (said < 0 || (length >= 0 && said != length)) return fail(400);
      length = said;
    }
  }
  if (hosts > 1 || (hosts == 0 && m_request.minorVersion >= 1)) return fail(400);
  if (hasEncoding && (length >= 0 || m_request.minorVersion == 0)) return fail(400);
  if (hasEncoding && !equalsInAnyCase(encoding, "chunked")) return fail(501);
  const QByteArray expectation = m_request.header("Expect");
  if (!expectation.isEmpty() && !equalsInAnyCase(expectation, "100-continue")) return fail(417);
  if (length > m_limits.maxBodyBytes) return fail(413);
  if (hasEncoding) {
    m_part = Part::ChunkSize;
    m_stage = Stage::Body;
  } else if (length > 0) {
    m_part = Part::SizedBody;
    m_dataLeft = length;
    m_stage = Stage::Body;
  } else {
    m_stage = Stage::Complete;
  }
}

void HttpRequestParser::readChunkSize(QByteArrayView line) {
  const qsizetype semicolon = line.indexOf(';');
  const QByteArrayView digits = semicolon < 0 ? line : trimmedBlanks(line.first(semicolon));
  const qint64 size = numberFrom(digits, 16);
  if (size < 0) return fail(400);
  if (size > m_limits.maxBodyBytes - m_request.body.size()) return fail(413);
  m_dataLeft = size;
  m_part = size == 0 ? Part::Trailers : Part::ChunkData;
}

bool HttpRequestParser::expectsContinue() const {
  return m_stage == Stage::Body && m_request.minorVersion >= 1 &&
         equalsInAnyCase(m_request.header("Expect"), "100-continue");
}

void HttpRequestParser::fail(int status) {
  m_failureStatus = status;
  m_stage = Stage::Failed;
}

HttpRequest HttpRequestParser::takeRequest() {
  m_stage = Stage::Head;
  m_part = Part::RequestLine;
  m_headBytes = 0;
  m_dataLeft = 0;
  m_line.clear();
  return std::exchange(m_request, {});
}

}  // namespace courier
