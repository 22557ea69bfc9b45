#include "tests/faults/DiskJournal_linux.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>
#include <vector>

namespace courier::testing {
namespace {

/// A journal with gaps would prove nothing.
void need(bool done) {
  if (!done) std::abort();
}

void writeAll(int descriptor, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(descriptor, bytes, size);
    need(written > 0);
    bytes += written;
    size -= static_cast<size_t>(written);
  }
}

std::vector<std::string> namesIn(const std::string& folder) {
  std::vector<std::string> names;
  DIR* list = ::opendir(folder.c_str());
  need(list != nullptr);
  while (const dirent* entry = ::readdir(list)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  ::closedir(list);
  return names;
}

}  // namespace

DiskJournal::DiskJournal(std::string root, std::string folder) : m_root(std::move(root)), m_folder(std::move(folder)) {
  m_log = ::open((m_folder + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  need(m_log >= 0);
  keepTree(m_root);
}

void DiskJournal::created(int descriptor) {
  struct stat about {};
  if (::fstat(descriptor, &about) == 0) m_ids[about.st_ino] = ++m_files;
}

void DiskJournal::synced(int descriptor, const std::string& path) {
  struct stat about {};
  need(::fstat(descriptor, &about) == 0);
  if (S_ISDIR(about.st_mode)) {
    keepFolder(path);
  } else {
    keepFile(descriptor);
  }
}

long DiskJournal::idOf(ino_t inode) {
  const auto known = m_ids.find(inode);
  if (known != m_ids.end()) return known->second;
  return m_ids[inode] = ++m_files;
}

void DiskJournal::keepTree(const std::string& folder) {
  for (const std::string& name : namesIn(folder)) {
    const std::string path = folder + '/' + name;
    struct stat about {};
    need(::lstat(path.c_str(), &about) == 0);
    if (S_ISDIR(about.st_mode)) keepTree(path);
    if (!S_ISREG(about.st_mode)) continue;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    need(file >= 0);
    keepFile(file);
    ::close(file);
  }
  keepFolder(folder);
}

void DiskJournal::keepFile(int descriptor) {
  struct stat about {};
  need(::fstat(descriptor, &about) == 0);
  // The program's descriptor may be open for writing alone.
  const int source = ::open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDONLY | O_CLOEXEC);
  need(source >= 0);
  const std::string number = std::to_string(++m_copies);
  const int copy = ::open((m_folder + '/' + number).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  need(copy >= 0);
  std::vector<char> block(size_t{1} << 16);
  off_t at = 0;
  for (;;) {
    const ssize_t size = ::pread(source, block.data(), block.size(), at);
    need(size >= 0);
    if (size == 0) break;
    writeAll(copy, block.data(), static_cast<size_t>(size));
    at += size;
  }
  ::close(copy);
  ::close(source);
  log("file\t" + std::to_string(idOf(about.st_ino)) + '\t' + number);
}

void DiskJournal::keepFolder(const std::string& folder) {
  std::string line = "folder\t" + (folder.size() > m_root.size() ? folder.substr(m_root.size() + 1) : std::string());
  for (const std::string& name : namesIn(folder)) {
    struct stat about {};
    if (::lstat((folder + '/' + name).c_str(), &about) != 0) continue;
    if (S_ISDIR(about.st_mode)) line += '\t' + name + "\t/";
    if (S_ISREG(about.st_mode)) line += '\t' + name + '\t' + std::to_string(idOf(about.st_ino));
  }
  log(line);
}

void DiskJournal::log(const std::string& line) {
  const std::string whole = line + '\n';
  writeAll(m_log, whole.data(), whole.size());
}

}  // namespace courier::testing
