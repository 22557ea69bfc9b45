#pragma once

#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"
#include "widgets/jobs/BodySaving.h"

class QLabel;
class QToolButton;

namespace courier {

/// What a job's result is: rows, size, what was left out, its body to open and save, its digest. Main thread; files
/// are read elsewhere; what it is given outlives it.
class JobFacts final : public QWidget {
  Q_OBJECT
 public:
  JobFacts(Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent = nullptr);
  void setLine(const std::optional<JobLine>& line);

 public Q_SLOTS:
  /// A window on the body: see BodyDialog.
  void openBody();
  /// Asks where to, then saves the body there.
  void saveBody();
  void saveBodyTo(const QString& path);

 Q_SIGNALS:
  void failed(const QString& sentence);
  void bodySaved(const QString& path);

 private:
  Outbox& m_outbox;
  const Clock& m_clock;
  QString m_spoolFolder;
  std::optional<BodySubject> m_kept;  ///< the body, where it is kept
  QString m_digest;
  QLabel* m_result;
  QLabel* m_query;
  QLabel* m_body;
  QLabel* m_shortDigest;
  QToolButton* m_copy;
};

/// What the "Result" line says: "100,000 rows, 18.7 MB · First 100,000 rows sent; …".
[[nodiscard]] QString resultFacts(const JobLine& line);

}  // namespace courier
