#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "tests/faults/DiskJournal_linux.h"

namespace courier::testing {

/// A disk that fails, or loses power, at a chosen call. Counts the calls that put something on it, as far as they go
/// to files below one folder. Set up by environment variables, which the drivers beside this file give:
///   COURIER_DISK_ROOT    the folder; without it nothing is done
///   COURIER_DISK_COUNTS  a file of Counts, kept up to date
///   COURIER_DISK_FAULT   "KIND:N:ERRNO": the N-th call of that kind fails (create, write, sync, rename, any)
///   COURIER_DISK_WHILE   with it the N-th and all later calls of that kind fail as long as this file exists
///   COURIER_DISK_CUT     N: the process is killed at the N-th call of any kind, before it has any effect
///   COURIER_DISK_JOURNAL a folder: see DiskJournal
/// Any thread.
class FaultyDisk {
 public:
  enum class Kind { Create, Write, Sync, Rename, Remove, Any };

  /// Never destroyed: threads may write until the process is gone.
  static FaultyDisk& instance();
  [[nodiscard]] bool has(const std::string& path) const;
  /// Counts a call to something that the disk has, and says whether it fails; errno is set then.
  [[nodiscard]] bool fails(Kind kind, const std::string& path);
  [[nodiscard]] bool fails(Kind kind, int descriptor);
  /// Null where none is kept. Used with the mutex held.
  [[nodiscard]] DiskJournal* journal() const { return m_journal.get(); }
  [[nodiscard]] std::mutex& mutex() { return m_mutex; }

 private:
  struct Counts {
    std::atomic<std::uint64_t> calls[static_cast<int>(Kind::Any)];
    std::atomic<std::uint64_t> failed;
  };

  FaultyDisk();
  void readFault(const std::string& text);
  void mapCounts(const std::string& path);
  [[nodiscard]] bool isDue(Kind kind, std::uint64_t ofKind);

  std::string m_root;
  std::string m_while;
  Kind m_kind = Kind::Any;
  int m_errno = 0;
  std::uint64_t m_at = 0;
  std::uint64_t m_cutAt = 0;
  std::uint64_t m_all = 0;
  Counts m_unread{};
  Counts* m_counts = &m_unread;
  std::unique_ptr<DiskJournal> m_journal;
  std::mutex m_mutex;
};

/// While one lives, the calls of its thread are the library's own: they go through, uncounted.
class OwnCalls {
 public:
  OwnCalls();
  ~OwnCalls();
  OwnCalls(const OwnCalls&) = delete;
  OwnCalls& operator=(const OwnCalls&) = delete;
  [[nodiscard]] static bool areMade();

 private:
  bool m_before;
};

/// The path of an open file; of one that was removed it ends in " (deleted)".
[[nodiscard]] std::string pathOf(int descriptor);

}  // namespace courier::testing
