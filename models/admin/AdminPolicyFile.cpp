#include "models/admin/AdminPolicyFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <filesystem>
#include <utility>

namespace courier {
namespace {

struct AdminPolicyFileTr {
  Q_DECLARE_TR_FUNCTIONS(AdminPolicy)
};

constexpr qint64 mostBytes = qint64{1} << 20;

Error unreadable(const QString& path, const QString& detail) {
  return {ErrorKind::InvalidInput,
          AdminPolicyFileTr::tr("Query Courier cannot read the administrator's policy %1. It sends nothing until it "
                                "can. Ask your administrator.")
              .arg(QDir::toNativeSeparators(path)),
          detail,
          {}};
}

/// Nothing where there is surely no file: a folder that may not be looked into is another matter.
Expected<std::optional<QByteArray>> contentsOf(const QString& path) {
  std::error_code problem;
  const std::filesystem::path place(path.toStdU16String());
  if (std::filesystem::symlink_status(place, problem).type() == std::filesystem::file_type::not_found)
    return std::optional<QByteArray>();
  const auto kind = std::filesystem::status(place, problem).type();
  if (kind != std::filesystem::file_type::regular)
    return unreadable(path, QString::fromStdString(problem ? problem.message() : "not a regular file"));
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return unreadable(path, file.errorString());
  const QByteArray bytes = file.read(mostBytes + 1);
  if (file.error() != QFileDevice::NoError) return unreadable(path, file.errorString());
  if (bytes.size() > mostBytes) return unreadable(path, QStringLiteral("larger than 1 MiB"));
  return std::optional<QByteArray>(bytes);
}

}  // namespace

AdminPolicyFile::AdminPolicyFile(QString path) : m_path(std::move(path)) {}

AdminPolicy AdminPolicyFile::current() const {
  const auto contents = contentsOf(m_path);
  if (!contents) return AdminPolicy::refusingAll(contents.error());
  if (!contents->has_value()) return {};
  const std::lock_guard guard(m_mutex);
  if (m_parsed != *contents) {
    const auto policy = AdminPolicy::parse(**contents, QDir::toNativeSeparators(m_path));
    m_policy = policy ? *policy : AdminPolicy::refusingAll(policy.error());
    m_parsed = *contents;
  }
  return m_policy;
}

}  // namespace courier
