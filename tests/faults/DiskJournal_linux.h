#pragma once

#include <sys/types.h>

#include <map>
#include <string>

namespace courier::testing {

/// Writes down what a disk holds after a power cut: of each file its bytes at its last sync, of each folder its
/// entries at its own last sync, and for the start everything that was there. From it the drivers put a folder back.
/// The folder gets `log` and the files' bytes as 1, 2, 3 …; the log's lines, fields parted by tabs:
///   file ID NUMBER                    the bytes of file ID are now those of NUMBER
///   folder PATH NAME ID NAME ID …     the entries of the folder PATH ("" is the root); the ID of a folder is "/"
/// Not thread-safe: its caller has a mutex.
class DiskJournal {
 public:
  DiskJournal(std::string root, std::string folder);
  /// The file is a new one, whatever its inode was before.
  void created(int descriptor);
  /// A file or a folder was synced.
  void synced(int descriptor, const std::string& path);

 private:
  long idOf(ino_t inode);
  void keepTree(const std::string& folder);
  void keepFile(int descriptor);
  void keepFolder(const std::string& folder);
  void log(const std::string& line);

  std::string m_root;
  std::string m_folder;
  int m_log = -1;
  long m_files = 0;
  long m_copies = 0;
  std::map<ino_t, long> m_ids;
};

}  // namespace courier::testing
