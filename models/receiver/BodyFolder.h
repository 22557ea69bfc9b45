#pragma once

#include <QByteArray>
#include <QString>

#include "models/base/Expected.h"
#include "models/receiver/HttpRequestParser.h"

namespace courier {

/// A folder that received bodies are written to, one file each ("0001-path.json"), never over an existing one. What a
/// request names can't lead out of the folder. Blocks until the bytes are on the disk.
class BodyFolder {
 public:
  explicit BodyFolder(QString folder) : m_folder(std::move(folder)) {}

  /// Returns the file's whole path. Storage: the folder cannot be made or written.
  [[nodiscard]] Expected<QString> save(int number, const HttpRequest& request) const;

  /// The file's name without its ending and the ending, made of [A-Za-z0-9._-] only: "0001-daily-hits" and ".json".
  [[nodiscard]] static QString stemFor(int number, const QByteArray& requestTarget);
  [[nodiscard]] static QString endingFor(const HttpRequest& request);

 private:
  QString m_folder;
};

}  // namespace courier
