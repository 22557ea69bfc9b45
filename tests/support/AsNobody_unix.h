#pragma once

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <thread>

namespace courier::testing {

/// Runs `work` as a user whom permissions hold for, on a thread of its own: who is root may read and write everywhere.
template <class Work>
void asNobody(Work work) {
  std::thread other([&work] {
#ifdef SYS_setresuid
    // Of this thread alone, and of those that it starts.
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0) {
      ASSERT_EQ(::syscall(SYS_setresuid, kNobody, kNobody, kNobody), 0);
    }
#endif
    work();
  });
  other.join();
}

}  // namespace courier::testing
