#pragma once

#include <QString>
#include <string_view>
#include <utility>

#include "models/base/Expected.h"
#include "models/data/BatchSink.h"

namespace courier {

/// One form of a body on its way, piece by piece, into a sink, whose begin() comes once at most. Any one thread.
class BodyRowsReader {
 public:
  explicit BodyRowsReader(BatchSink& sink) : m_sink(sink) {}
  virtual ~BodyRowsReader() = default;
  BodyRowsReader(const BodyRowsReader&) = delete;
  BodyRowsReader& operator=(const BodyRowsReader&) = delete;
  BodyRowsReader(BodyRowsReader&&) = delete;
  BodyRowsReader& operator=(BodyRowsReader&&) = delete;

  /// Takes the next bytes, of any length. Errors: what the sink says; or InvalidInput, the body is not of this form,
  /// and damage() says where.
  [[nodiscard]] virtual Expected<void> take(std::string_view piece) = 0;
  /// There are no more.
  [[nodiscard]] virtual Expected<void> finish() = 0;
  /// "row 3: the row has fewer values than there are columns"; "" while nothing is wrong.
  [[nodiscard]] const QString& damage() const { return m_damage; }

 protected:
  [[nodiscard]] BatchSink& sink() { return m_sink; }
  [[nodiscard]] Error damaged(QString what) {
    if (m_damage.isEmpty()) m_damage = std::move(what);
    return Error::invalidInput(m_damage);
  }

 private:
  BatchSink& m_sink;
  QString m_damage;
};

}  // namespace courier
