// The calls that a preloaded library (LD_PRELOAD) takes from the system's: each asks the FaultyDisk first.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string>

#include "tests/faults/FaultyDisk_linux.h"

using courier::testing::FaultyDisk;
using courier::testing::OwnCalls;
using courier::testing::pathOf;
using Kind = FaultyDisk::Kind;

namespace {

template <class Function>
Function* nextOf(Function*, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

#define NEXT(name)                                    \
  ([] {                                               \
    static auto* const next = nextOf(&::name, #name); \
    return next;                                      \
  }())

FaultyDisk& disk() {
  return FaultyDisk::instance();
}

std::string absolute(int folder, const char* path) {
  if (path == nullptr || path[0] == '/') return path == nullptr ? std::string() : std::string(path);
  if (folder != AT_FDCWD) return pathOf(folder) + '/' + path;
  char current[4096];
  return ::getcwd(current, sizeof current) == nullptr ? std::string(path) : std::string(current) + '/' + path;
}

/// The library's own calls come here too, some of them while the disk is being made.
template <class Where>
bool fails(Kind kind, const Where& where) {
  return !OwnCalls::areMade() && disk().fails(kind, where);
}

/// What the disk's journal has is synced; the real disk need not be waited for then.
template <class Real>
int syncBy(int descriptor, Real* real) {
  if (OwnCalls::areMade()) return real(descriptor);
  const std::string path = pathOf(descriptor);
  if (fails(Kind::Sync, path)) return -1;
  if (disk().journal() == nullptr || !disk().has(path)) return real(descriptor);
  const OwnCalls own;
  const std::lock_guard lock(disk().mutex());
  disk().journal()->synced(descriptor, path);
  return 0;
}

template <class Open>
int openBy(int folder, const char* path, int flags, const Open& open) {
  if (OwnCalls::areMade() || (flags & O_CREAT) == 0) return open();
  const int before = errno;
  const std::string whole = absolute(folder, path);
  struct stat about {};
  const bool isNew = disk().has(whole) && ::lstat(whole.c_str(), &about) != 0;
  errno = before;
  if (!isNew) return open();
  if (fails(Kind::Create, whole)) return -1;
  const std::lock_guard lock(disk().mutex());
  const int descriptor = open();
  if (disk().journal() != nullptr && descriptor >= 0) disk().journal()->created(descriptor);
  return descriptor;
}

bool growthFails(int descriptor, off64_t size) {
  struct stat about {};
  return ::fstat(descriptor, &about) == 0 && size > about.st_size && fails(Kind::Write, descriptor);
}

/// posix_fallocate() answers with the error.
int allocateBy(int descriptor, off64_t size, bool* failed) {
  *failed = growthFails(descriptor, size);
  return errno;
}

mode_t modeOf(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

/// The disk is looked at before the program's first call.
__attribute__((constructor)) void begin() {
  (void)disk();
}

}  // namespace

#define COURIER_OPEN(name)                                                               \
  int name(const char* path, int flags, ...) {                                           \
    va_list arguments;                                                                   \
    va_start(arguments, flags);                                                          \
    const mode_t mode = modeOf(flags, arguments);                                        \
    va_end(arguments);                                                                   \
    return openBy(AT_FDCWD, path, flags, [&] { return NEXT(name)(path, flags, mode); }); \
  }
#define COURIER_OPENAT(name)                                                                   \
  int name(int folder, const char* path, int flags, ...) {                                     \
    va_list arguments;                                                                         \
    va_start(arguments, flags);                                                                \
    const mode_t mode = modeOf(flags, arguments);                                              \
    va_end(arguments);                                                                         \
    return openBy(folder, path, flags, [&] { return NEXT(name)(folder, path, flags, mode); }); \
  }
#define COURIER_PWRITE(name, offset_type)                                            \
  ssize_t name(int descriptor, const void* bytes, size_t size, offset_type offset) { \
    if (fails(Kind::Write, descriptor)) return -1;                                   \
    return NEXT(name)(descriptor, bytes, size, offset);                              \
  }
#define COURIER_PWRITEV(name, offset_type)                                          \
  ssize_t name(int descriptor, const iovec* parts, int count, offset_type offset) { \
    if (fails(Kind::Write, descriptor)) return -1;                                  \
    return NEXT(name)(descriptor, parts, count, offset);                            \
  }
#define COURIER_FTRUNCATE(name, offset_type)            \
  int name(int descriptor, offset_type size) noexcept { \
    if (growthFails(descriptor, size)) return -1;       \
    return NEXT(name)(descriptor, size);                \
  }
#define COURIER_ALLOCATE(name, offset_type)                          \
  int name(int descriptor, offset_type offset, offset_type size) {   \
    bool failed = false;                                             \
    const int code = allocateBy(descriptor, offset + size, &failed); \
    return failed ? code : NEXT(name)(descriptor, offset, size);     \
  }

extern "C" {

COURIER_OPEN(open)
COURIER_OPEN(open64)
COURIER_OPENAT(openat)
COURIER_OPENAT(openat64)
COURIER_PWRITE(pwrite, off_t)
COURIER_PWRITE(pwrite64, off64_t)
COURIER_PWRITEV(pwritev, off_t)
COURIER_PWRITEV(pwritev64, off64_t)
COURIER_FTRUNCATE(ftruncate, off_t)
COURIER_FTRUNCATE(ftruncate64, off64_t)
COURIER_ALLOCATE(posix_fallocate, off_t)
COURIER_ALLOCATE(posix_fallocate64, off64_t)

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (fails(Kind::Write, descriptor)) return -1;
  return NEXT(write)(descriptor, bytes, size);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  if (fails(Kind::Write, descriptor)) return -1;
  return NEXT(writev)(descriptor, parts, count);
}

int fsync(int descriptor) {
  return syncBy(descriptor, NEXT(fsync));
}

int fdatasync(int descriptor) {
  return syncBy(descriptor, NEXT(fdatasync));
}

int rename(const char* from, const char* to) noexcept {
  if (fails(Kind::Rename, absolute(AT_FDCWD, to))) return -1;
  return NEXT(rename)(from, to);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept {
  if (fails(Kind::Rename, absolute(toFolder, to))) return -1;
  return NEXT(renameat)(fromFolder, from, toFolder, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned int flags) noexcept {
  if (fails(Kind::Rename, absolute(toFolder, to))) return -1;
  return NEXT(renameat2)(fromFolder, from, toFolder, to, flags);
}

int link(const char* from, const char* to) noexcept {
  if (fails(Kind::Rename, absolute(AT_FDCWD, to))) return -1;
  return NEXT(link)(from, to);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept {
  if (fails(Kind::Rename, absolute(toFolder, to))) return -1;
  return NEXT(linkat)(fromFolder, from, toFolder, to, flags);
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (fails(Kind::Create, absolute(AT_FDCWD, path))) return -1;
  return NEXT(mkdir)(path, mode);
}

int unlink(const char* path) noexcept {
  (void)fails(Kind::Remove, absolute(AT_FDCWD, path));
  return NEXT(unlink)(path);
}

}  // extern "C"
