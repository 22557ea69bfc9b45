#pragma once

#include <QStringList>

namespace courier {

class Settings;

/// The database files that were opened last, newest first; kept from one start to the next. Main thread.
class RecentFiles {
 public:
  static constexpr int kMost = 10;

  /// `settings` outlives it.
  explicit RecentFiles(Settings& settings) : m_settings(settings) {}

  void add(const QString& file);
  void clear();
  [[nodiscard]] QStringList files() const;

 private:
  Settings& m_settings;
};

}  // namespace courier
