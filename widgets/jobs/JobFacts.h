#pragma once

#include <QWidget>
#include <optional>

#include "models/jobs/JobStore.h"

class QLabel;
class QToolButton;

namespace courier {

/// What a job's result is: rows, size, what was left out, its body to open and save, its digest. Main thread; files
/// are read elsewhere.
class JobFacts final : public QWidget {
  Q_OBJECT
 public:
  explicit JobFacts(QString spoolFolder, QWidget* parent = nullptr);
  void setLine(const std::optional<JobLine>& line);

 public Q_SLOTS:
  /// A window with the first 64 kB of the body.
  void openBody();
  /// Asks where to, then saves the body there.
  void saveBody();
  void saveBodyTo(const QString& path);

 Q_SIGNALS:
  void failed(const QString& sentence);
  void bodySaved(const QString& path);

 private:
  [[nodiscard]] QString bodyPath() const;
  QString m_spoolFolder;
  QString m_spoolName;
  QString m_digest;
  QString m_suggestedName;
  BodyOptions m_form;  ///< of the body
  QLabel* m_result;
  QLabel* m_query;
  QLabel* m_body;
  QLabel* m_shortDigest;
  QToolButton* m_copy;
};

/// What the "Result" line says: "100,000 rows, 18.7 MB · First 100,000 rows sent; …".
[[nodiscard]] QString resultFacts(const JobLine& line);

}  // namespace courier
