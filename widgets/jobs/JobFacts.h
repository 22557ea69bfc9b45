#pragma once

#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"
#include "widgets/jobs/BodySaving.h"

class QLabel;
class QMenu;
class QToolButton;

namespace courier {

class Button;
class TextView;

/// What a job is: when its query ran and how long, its SQL as it was written, its result's rows, size and what was left
/// out, its body to open and save, its digest. Main thread; files are read elsewhere; what it is given outlives it.
class JobFacts final : public QWidget {
  Q_OBJECT
 public:
  JobFacts(Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent = nullptr);
  void setLine(const std::optional<JobLine>& line);
  /// What can be done with query and body, as a menu's lines.
  void addTo(QMenu& menu);
  /// Time has passed.
  void refresh();

 public Q_SLOTS:
  /// A window on the body: see BodyDialog.
  void openBody();
  /// Asks where to, then saves the body there.
  void saveBody();
  void saveBodyTo(const QString& path);

 Q_SIGNALS:
  /// "Open in editor".
  void openQueryRequested();
  void failed(const QString& sentence);
  void bodySaved(const QString& path);

 private:
  void showSql(const QString& sql);
  Outbox& m_outbox;
  const Clock& m_clock;
  QString m_spoolFolder;
  std::optional<BodySubject> m_kept;  ///< the body, where it is kept
  QString m_digest;
  std::optional<JobLine> m_line;
  QLabel* m_when;
  QLabel* m_duration;
  QLabel* m_connection;
  TextView* m_sql;
  QLabel* m_result;
  QLabel* m_body;  ///< why there is none
  Button* m_open;
  Button* m_save;
  QLabel* m_shortDigest;
  QToolButton* m_copy;
};

/// What the "Result" line says: "100,000 rows, 18.7 MB · First 100,000 rows sent; …".
[[nodiscard]] QString resultFacts(const JobLine& line);

}  // namespace courier
