#pragma once

#include <QString>
#include <QtGlobal>
#include <mutex>
#include <optional>

namespace courier {

/// How far the database says that it is with a statement. Its own measures: nothing is estimated here.
struct RunStage {
  enum class Kind {
    Unknown,  ///< the database does not tell
    Queued,   ///< the statement waits for its turn
    Running,
    Finishing  ///< the result is complete
  };
  Kind kind = Kind::Unknown;
  int completedSplits = 0;  ///< pieces of work that are done
  int totalSplits = 0;      ///< of those known so far; 0: none yet
  qint64 rows = 0;          ///< that the database has read, not those of the result
  qint64 bytes = 0;         ///< likewise
  int nodes = 0;            ///< computers that work on it
  std::optional<double> percent;

  bool operator==(const RunStage&) const = default;
};

/// It in words: "queued on the server", "12 of 40 splits, 1,234,000 rows and 45 MB read"; "" where the database does
/// not tell.
[[nodiscard]] QString stageText(const RunStage& stage);

/// It in a word or two: "Queued", "30 %", "Running"; "" where the database does not tell.
[[nodiscard]] QString shortStageText(const RunStage& stage);

/// Where a running query's engine writes how far it is. Thread-safe.
class RunProgress {
 public:
  void set(const RunStage& stage) {
    const std::lock_guard lock(m_mutex);
    m_stage = stage;
  }
  [[nodiscard]] RunStage stage() const {
    const std::lock_guard lock(m_mutex);
    return m_stage;
  }

 private:
  mutable std::mutex m_mutex;
  RunStage m_stage;
};

}  // namespace courier
