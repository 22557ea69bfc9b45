#include "widgets/connections/RecentFiles.h"

#include "models/storage/Settings.h"

namespace courier {
namespace {

const QString kRecentKey = QStringLiteral("query/recent_files");

}  // namespace

QStringList RecentFiles::files() const {
  return m_settings.value(kRecentKey).toStringList().mid(0, kMost);
}

void RecentFiles::add(const QString& file) {
  if (file.isEmpty()) return;
  QStringList all = files();
  all.removeAll(file);
  all.prepend(file);
  m_settings.setValue(kRecentKey, all.mid(0, kMost));
}

void RecentFiles::clear() {
  m_settings.setValue(kRecentKey, {});
}

}  // namespace courier
