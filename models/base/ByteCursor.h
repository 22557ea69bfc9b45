#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace courier {

/// Writes at the end of a string without asking for room at every byte: room() first, then put(). While the cursor
/// lives the string is larger than what was written; when the cursor goes, it holds exactly that.
class ByteCursor {
 public:
  explicit ByteCursor(std::string& out) : m_out(out), m_at(out.data() + out.size()), m_end(m_at) {}
  ~ByteCursor() { m_out.resize(written()); }
  ByteCursor(const ByteCursor&) = delete;
  ByteCursor& operator=(const ByteCursor&) = delete;
  ByteCursor(ByteCursor&&) = delete;
  ByteCursor& operator=(ByteCursor&&) = delete;

  /// Makes sure that `bytes` more can be put.
  void room(size_t bytes) {
    if (static_cast<size_t>(m_end - m_at) < bytes) grow(bytes);
  }
  void put(char byte) { *m_at++ = byte; }
  void put(std::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(m_at, bytes.data(), bytes.size());
    m_at += bytes.size();
  }
  /// room() and put() in one.
  void append(std::string_view bytes) {
    room(bytes.size());
    put(bytes);
  }
  /// Where the next byte goes; move with advanceTo() after writing there within the room that was made.
  [[nodiscard]] char* at() const { return m_at; }
  void advanceTo(char* at) { m_at = at; }

 private:
  [[nodiscard]] size_t written() const { return static_cast<size_t>(m_at - m_out.data()); }
  void grow(size_t bytes) {
    const size_t size = written();
    m_out.resize(size);
    m_out.reserve(size + bytes);
    if (m_out.capacity() < size + size / 2) m_out.reserve(size + size / 2);
    m_out.resize(m_out.capacity());
    m_at = m_out.data() + size;
    m_end = m_out.data() + m_out.size();
  }
  std::string& m_out;
  char* m_at;
  char* m_end;
};

}  // namespace courier
