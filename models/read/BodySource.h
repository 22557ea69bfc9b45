#pragma once

#include <QIODevice>
#include <QString>
#include <memory>
#include <string>
#include <string_view>

#include "models/base/Expected.h"

namespace courier {

class GzipUnpacker;

/// The bytes of a body, piece by piece, unpacked where they are packed: never more than a piece at a time, never more
/// than a limit in all. Any one thread; the device outlives it.
class BodySource {
 public:
  enum class Packing { None, Gzip };
  /// `maxBytes`: of unpacked bytes; 0: no limit.
  BodySource(QIODevice& device, Packing packing, qint64 maxBytes);
  ~BodySource();

  /// The next piece, which stays until the next call; empty at the end. Errors: Storage, the device cannot be read;
  /// InvalidInput, what it holds is not what it should be: `reason()` has why.
  [[nodiscard]] Expected<std::string_view> next();
  /// Goes back to the beginning, which a device that is not sequential allows.
  [[nodiscard]] Expected<void> rewind();
  /// What is wrong with the bytes, for a sentence to go on with; "" while nothing is.
  [[nodiscard]] const QString& reason() const { return m_reason; }

 private:
  [[nodiscard]] Expected<std::string_view> read();
  [[nodiscard]] Expected<std::string_view> unpack();
  [[nodiscard]] Error wrong(const QString& reason);

  QIODevice& m_device;
  qint64 m_maxBytes;
  qint64 m_given = 0;
  bool m_isPacked;
  std::string m_read;         ///< from the device
  std::string_view m_packed;  ///< what is left of it
  std::string m_piece;        ///< unpacked
  std::unique_ptr<GzipUnpacker> m_unpacker;
  bool m_ended = false;
  QString m_reason;
};

}  // namespace courier
