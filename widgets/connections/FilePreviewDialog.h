#pragma once

#include <QTimer>
#include <memory>
#include <optional>

#include "models/files/FileCopies.h"
#include "models/query/ConnectionStore.h"
#include "widgets/common/Dialog.h"

class QComboBox;
class QLineEdit;
class QProgressBar;

namespace courier {

class DataTable;
class FilePreviewModel;
class FormGrid;
class Note;

/// Shows what files will be as tables: encoding, delimiter, header, types as they were guessed, and the first rows;
/// each can be changed. Opening loads them, with progress and Stop, makes the connection, and says what was set apart.
/// Main thread; what it is given outlives it.
class FilePreviewDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `takenNames`: of the connections that there are.
  FilePreviewDialog(FileSources sources, const QStringList& takenNames, std::shared_ptr<const FileCopies> copies,
                    ConnectionStore& connections, QWidget* parent = nullptr);
  ~FilePreviewDialog() override;

 Q_SIGNALS:
  /// The file that is chosen was looked at, and is shown.
  void shown();
  /// The connection is there, its files are loaded.
  void opened(courier::ConnectionId id);
  void rejectsWanted(courier::ConnectionId id, const QString& table);

 private:
  struct Loading;
  struct Loaded {
    FileSources sources;  ///< as they will be read wherever this program runs
    LoadedFiles files;
  };
  void build();
  [[nodiscard]] QWidget* buildFields();
  [[nodiscard]] QWidget* buildColumn();
  [[nodiscard]] QWidget* buildProgress();
  QComboBox* newChoice(const char* name, const char* option);
  QLineEdit* newText(const char* name);
  /// The options of the file that is shown.
  [[nodiscard]] FileSource& source() { return m_sources[m_index]; }
  void showFile(int index);
  void fillChoices();
  void fillChoice(const char* option, const QString& guessed);
  void set(const char* option, const QString& value);
  void setType(const QString& type);
  void look();
  void showLayout(const Expected<FileLayout>& layout);
  void showColumn(int column);
  void load();
  void stop();
  void showLoading();
  void endLoading(const Expected<Loaded>& loaded);
  void sayReports(ConnectionId id, const LoadedFiles& loaded);
  void setBusy(bool isBusy);

  FileSources m_sources;
  qsizetype m_index = 0;
  std::shared_ptr<const FileCopies> m_copies;
  ConnectionStore& m_connections;
  QString m_name;
  std::optional<FileLayout> m_layout;  ///< of the file that is shown
  int m_generation = 0;
  bool m_isFilling = false;
  std::shared_ptr<Loading> m_loading;
  QTimer m_tick;

  QComboBox* m_file = nullptr;
  QLineEdit* m_nameEdit;
  QLineEdit* m_table;
  QLineEdit* m_nulls;
  QVector<QComboBox*> m_choices;  ///< each an option of the file
  FormGrid* m_plainFields;
  FormGrid* m_csvFields;
  QComboBox* m_header;
  FilePreviewModel* m_model;
  DataTable* m_rows;
  QComboBox* m_column;
  QComboBox* m_type;
  QWidget* m_fields;
  QWidget* m_columnRow;
  QWidget* m_progressRow;
  QProgressBar* m_bar;
  QLabel* m_progressText;
  QLabel* m_summary;
  Note* m_note;
  QWidget* m_reports;
  Button* m_cancel;
  Button* m_open;
};

}  // namespace courier
