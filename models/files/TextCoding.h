#pragma once

#include <QString>
#include <QStringDecoder>
#include <QStringList>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/Expected.h"

namespace courier {

/// Which encoding a text file is in, from its beginning: a byte order mark; zero bytes at every second place (UTF-16);
/// valid UTF-8, where every one of `samples` is, which may be cut within a character at either end; else `oldCodePage`.
/// Pure.
[[nodiscard]] QString guessedEncoding(const std::vector<std::string_view>& samples, const QString& oldCodePage);
/// The code page that programs of this language wrote before they wrote UTF-8; windows-1252 in the West, and where Qt
/// does not know the other one.
[[nodiscard]] QString oldCodePageOf(const QString& languageAndCountry);
/// Those to choose from, of which this build can read each.
[[nodiscard]] QStringList knownEncodings();

/// Turns a file's bytes, piece by piece, into UTF-8. A byte order mark is dropped. What is wrong in the encoding
/// becomes U+FFFD and is counted. It can tell where in the file a place of the UTF-8 text stood. Any one thread.
class TextDecoder {
 public:
  /// InvalidInput: nobody here knows this encoding.
  [[nodiscard]] static Expected<TextDecoder> of(const QString& encoding);

  /// Appends what `bytes` are to `out`; what is cut at their end waits for the next ones, unless these are the last.
  void decode(std::string_view bytes, bool isLast, std::string& out);

  /// Characters that were wrong and became U+FFFD.
  [[nodiscard]] qint64 replaced() const { return m_replaced; }
  /// Where in the UTF-8 text the first of them stands.
  [[nodiscard]] std::optional<qint64> firstReplaced() const { return m_firstReplaced; }
  /// The byte of the file that the place `at` of the UTF-8 text came from: exact at the beginning of a line. Places
  /// are asked for in ascending order.
  [[nodiscard]] qint64 sourceOf(qint64 at);

 private:
  enum class Kind { Utf8, Utf16Le, Utf16Be, Windows1252, Qts };
  explicit TextDecoder(Kind kind) : m_kind(kind) {}
  /// Each takes from the front of `bytes` what is whole and gives how much that was.
  size_t takeUtf8(std::string_view bytes, bool isLast, std::string& out);
  size_t takeUtf16(std::string_view bytes, bool isLast, std::string& out);
  void takeWindows1252(std::string_view bytes, std::string& out);
  void takeQts(std::string_view bytes, std::string& out);
  void replace(std::string& out);
  /// `source`: bytes of this piece that are behind.
  void notePlace(const std::string& out, size_t source);

  struct Place {
    qint64 text = 0;
    qint64 source = 0;
  };
  Kind m_kind;
  std::unique_ptr<QStringDecoder> m_decoder;  ///< of Qts
  std::string m_held;                         ///< the bytes of a character that is cut
  bool m_hasBegun = false;                    ///< the byte order mark is behind
  qint64 m_text = 0;                          ///< bytes of UTF-8 given before this piece
  size_t m_outBefore = 0;                     ///< of the string that is appended to, before this piece
  qint64 m_source = 0;                        ///< bytes of the file before this piece
  qint64 m_replaced = 0;
  std::optional<qint64> m_firstReplaced;
  std::deque<Place> m_places{Place{}};  ///< where text and file cease to run side by side
};

}  // namespace courier
