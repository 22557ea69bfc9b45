#pragma once

#include <QByteArray>
#include <QFile>
#include <QIODevice>

#include "models/base/Sha256.h"

namespace courier {

/// A spool file as the body of one attempt: exactly `size` bytes, served once, in order. Sequential and without
/// reset on purpose: QtNetwork sends a body that it can rewind once more by itself. The digest is computed on the way
/// and the last bytes are kept back when it is not `sha256`, so that no server ever gets a whole wrong body. Lives on
/// the thread of the network manager that reads it.
class PutBody final : public QIODevice {
  Q_OBJECT
 public:
  PutBody(const QString& path, qint64 size, QByteArray sha256, QObject* parent = nullptr);

  /// Opens the file; false when it is not there or not `size` bytes long.
  [[nodiscard]] bool openFile();
  [[nodiscard]] qint64 served() const { return m_served; }

  [[nodiscard]] bool isSequential() const override { return true; }
  [[nodiscard]] qint64 bytesAvailable() const override;
  [[nodiscard]] bool atEnd() const override { return m_served == m_size; }
  bool reset() override { return false; }
  bool seek(qint64 position) override;

 Q_SIGNALS:
  /// Bytes were handed to the network; `served` in all.
  void advanced(qint64 served);
  /// The file is not what was queued: nothing more is served. Emitted once.
  void damaged();

 protected:
  qint64 readData(char* data, qint64 maxSize) override;
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  qint64 fail();

  QFile m_file;
  const qint64 m_size;
  const QByteArray m_expected;
  Sha256 m_hash;
  qint64 m_served = 0;
  bool m_damaged = false;
};

}  // namespace courier
