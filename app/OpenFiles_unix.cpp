#include <sys/resource.h>

#include <algorithm>
#include <limits>

#include "app/OpenFiles.h"

namespace courier {

long allowMostOpenFiles() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return std::numeric_limits<long>::max();
  // More is never used, and some systems take "without limit" for a number that they then refuse.
  constexpr rlim_t kEnough = 10'240;
  rlimit wanted = files;
  wanted.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, kEnough));
  if (wanted.rlim_cur != files.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &wanted) == 0) files = wanted;
  return static_cast<long>(std::min<rlim_t>(files.rlim_cur, std::numeric_limits<long>::max()));
}

}  // namespace courier
