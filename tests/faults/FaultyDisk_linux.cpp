#include "tests/faults/FaultyDisk_linux.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace courier::testing {
namespace {

thread_local bool areOwn = false;

std::string fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

OwnCalls::OwnCalls() : m_before(areOwn) {
  areOwn = true;
}

OwnCalls::~OwnCalls() {
  areOwn = m_before;
}

bool OwnCalls::areMade() {
  return areOwn;
}

std::string pathOf(int descriptor) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t size = ::readlink(link, path, sizeof path);
  return size > 0 ? std::string(path, static_cast<size_t>(size)) : std::string();
}

FaultyDisk& FaultyDisk::instance() {
  static auto* const disk = new FaultyDisk;
  return *disk;
}

FaultyDisk::FaultyDisk() {
  const OwnCalls own;
  m_root = fromEnvironment("COURIER_DISK_ROOT");
  m_while = fromEnvironment("COURIER_DISK_WHILE");
  m_cutAt = std::strtoull(fromEnvironment("COURIER_DISK_CUT").c_str(), nullptr, 10);
  readFault(fromEnvironment("COURIER_DISK_FAULT"));
  mapCounts(fromEnvironment("COURIER_DISK_COUNTS"));
  if (const std::string folder = fromEnvironment("COURIER_DISK_JOURNAL"); !folder.empty())
    m_journal = std::make_unique<DiskJournal>(m_root, folder);
}

void FaultyDisk::readFault(const std::string& text) {
  static constexpr const char* names[] = {"create", "write", "sync", "rename", "remove", "any"};
  char name[16] = {};
  unsigned long long at = 0;
  if (std::sscanf(text.c_str(), "%15[a-z]:%llu:%d", name, &at, &m_errno) != 3) return;
  m_at = at;
  for (int kind = 0; kind <= static_cast<int>(Kind::Any); ++kind) {
    if (std::strcmp(name, names[kind]) == 0) m_kind = static_cast<Kind>(kind);
  }
}

void FaultyDisk::mapCounts(const std::string& path) {
  if (path.empty()) return;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  void* memory = MAP_FAILED;
  if (file >= 0 && ::ftruncate(file, sizeof(Counts)) == 0)
    memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  // Without its figures a run would prove nothing.
  if (memory == MAP_FAILED) std::abort();
  ::close(file);
  m_counts = static_cast<Counts*>(memory);
}

bool FaultyDisk::has(const std::string& path) const {
  return !m_root.empty() && path.compare(0, m_root.size(), m_root) == 0 &&
         (path.size() == m_root.size() || path[m_root.size()] == '/');
}

bool FaultyDisk::fails(Kind kind, const std::string& path) {
  if (areOwn || !has(path)) return false;
  const OwnCalls own;
  const int before = errno;
  const std::lock_guard lock(m_mutex);
  const std::uint64_t ofKind = ++m_counts->calls[static_cast<int>(kind)];
  ++m_all;
  if (m_cutAt > 0 && m_all >= m_cutAt) {
    // With the mutex held: no other thread gets anything onto the disk meanwhile.
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
  }
  const bool due = isDue(kind, ofKind);
  if (due) ++m_counts->failed;
  errno = due ? m_errno : before;
  return due;
}

bool FaultyDisk::fails(Kind kind, int descriptor) {
  if (areOwn || m_root.empty()) return false;
  const int before = errno;
  const std::string path = pathOf(descriptor);
  errno = before;
  return fails(kind, path);
}

bool FaultyDisk::isDue(Kind kind, std::uint64_t ofKind) {
  // Removing needs no room, and what a broken disk does not remove stays.
  if (m_errno == 0 || kind == Kind::Remove || (m_kind != Kind::Any && m_kind != kind)) return false;
  const std::uint64_t number = m_kind == Kind::Any ? m_all : ofKind;
  if (m_while.empty()) return number == m_at;
  return number >= m_at && ::access(m_while.c_str(), F_OK) == 0;
}

}  // namespace courier::testing
