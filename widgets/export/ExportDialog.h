#pragma once

#include <QTimer>
#include <QVector>
#include <atomic>
#include <map>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/WhenDone.h"
#include "models/data/RowSource.h"
#include "models/export/ExportRows.h"
#include "widgets/common/Dialog.h"

class QComboBox;
class QLabel;
class QProgressBar;

namespace courier {

class FormGrid;
class Note;
class Settings;
class TextView;

/// Rows that can be exported, and how a person calls them: "All 5,000 rows fetched".
struct ExportChoice {
  QString label;
  std::shared_ptr<const RowSource> rows;
};

/// Asks how rows are to be written, shows how the file will begin, and writes it, on a thread of its own; can be
/// stopped at any time. What was chosen is remembered under "export" in the settings. Main thread; the settings outlive
/// it.
class ExportDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `choices`: at least one, the usual one first. `dialect`: of the connection that the rows are from.
  ExportDialog(QVector<ExportChoice> choices, const QString& queryName, InsertDialect dialect, Settings& settings,
               QWidget* parent = nullptr);
  /// Stops what is being written.
  ~ExportDialog() override;

  /// Writes the chosen rows into this file.
  void exportTo(const QString& path);

 Q_SIGNALS:
  /// The preview is of what is chosen now.
  void previewed();
  /// A file was written, or not: the dialog says which.
  void ended();

 private:
  void build();
  void buildOptions();
  [[nodiscard]] QWidget* fieldOf(const ExportOption& option);
  void take(const ExportOption& option, const QString& text);
  [[nodiscard]] QWidget* buildProgress();
  [[nodiscard]] const ExportChoice& chosen() const;
  void showOptions();
  void optionsChanged();
  void preview();
  void askWhere();
  void setRunning(bool runs);
  void showProgress();
  void showEnd(const Expected<ExportReport>& outcome, const QString& path);

  const QVector<ExportChoice> m_choices;
  const QString m_queryName;
  Settings& m_settings;
  ExportOptions m_options;
  Soon m_previewSoon;
  CancelToken m_previewCancel;
  CancelToken m_cancel;
  std::shared_ptr<std::atomic<qint64>> m_written;  ///< rows, by the thread that writes
  qint64 m_total = 0;
  QTimer m_tick;
  FormGrid* m_grid;
  QComboBox* m_rows = nullptr;
  QComboBox* m_format;
  std::map<ExportOptionId, QWidget*> m_fields;
  TextView* m_preview;
  Note* m_note;
  QWidget* m_progress;
  QLabel* m_progressText;
  QProgressBar* m_bar;
  Button* m_close;
  Button* m_save;
};

}  // namespace courier
