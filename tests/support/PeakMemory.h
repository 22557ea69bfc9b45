#pragma once

#include <QByteArray>
#include <QFile>

namespace courier::testing {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memoryIsMeasured = false;  ///< the sanitizer keeps what was freed
#else
constexpr bool memoryIsMeasured = true;
#endif

/// How much this process's resident memory grew at most since the object was made, where the system tells (Linux);
/// else 0.
class PeakMemory {
 public:
  PeakMemory() {
    // The peak is counted anew from here.
    QFile refs(QStringLiteral("/proc/self/clear_refs"));
    if (refs.open(QIODevice::WriteOnly)) refs.write("5");
    m_before = bytes("VmRSS:");
  }
  [[nodiscard]] qint64 growth() const { return memoryIsMeasured ? bytes("VmHWM:") - m_before : 0; }

 private:
  static qint64 bytes(const QByteArray& name) {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
      if (line.startsWith(name)) return line.mid(name.size()).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
  }

  qint64 m_before = 0;
};

}  // namespace courier::testing
