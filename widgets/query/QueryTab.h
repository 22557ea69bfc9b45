#pragma once

#include <QWidget>

#include "models/files/FileCopies.h"
#include "models/jobs/JobRunner.h"
#include "models/query/QueryStore.h"
#include "models/query/SqlText.h"
#include "widgets/query/QueryRun.h"
#include "widgets/results/ShownResult.h"

class QSplitter;

namespace courier {

class DraftSaver;
class MarkEdge;
class QueryRun;
class ResultView;
class RunBar;
class Settings;
class SqlEditor;
class TargetStore;

/// What a tab needs of the program's services.
struct QueryTabServices {
  QueryStore& queries;
  JobRunner& jobs;
  TargetStore& targets;
  Settings& settings;
  QString spillFolder;
  std::shared_ptr<const FileCopies> files = {};
  const QueryRunner* engines = nullptr;  ///< who knows what the databases can do; null: all that is asked
};

/// One query: its text, its runs, its result. Its draft is saved as it is typed. Main thread.
class QueryTab final : public QWidget {
  Q_OBJECT
 public:
  explicit QueryTab(const QueryTabServices& services, QWidget* parent = nullptr);

  /// Shows a draft that is on the disk already (an id), or a new one.
  void load(const QueryDraft& draft);
  [[nodiscard]] QString name() const { return m_name; }
  void rename(const QString& name);
  void setPosition(int position);
  void setConnections(const QVector<Connection>& connections);
  void chooseConnection(ConnectionId id);
  [[nodiscard]] ConnectionId connectionId() const;
  /// Whether the chosen connection (still) is one.
  [[nodiscard]] bool hasConnection() const;
  [[nodiscard]] bool hasText() const;
  /// Writes `text` at the cursor.
  void insertText(const QString& text);
  void focusEditor();

  /// True once all that was typed is on the disk.
  [[nodiscard]] bool isSaved() const;
  /// Nothing typed and never saved: it can go without a trace.
  [[nodiscard]] bool isBlank() const;
  void saveNow();
  /// Saves it as closed; it can be reopened.
  void saveClosed();

  /// What came of the run; before it what the selected cells come to, if any are.
  [[nodiscard]] QString statusText() const;
  [[nodiscard]] SqlEditor* editor() const { return m_editor; }
  [[nodiscard]] ResultView* results() const { return m_results; }
  [[nodiscard]] RunBar* bar() const { return m_bar; }
  [[nodiscard]] bool isRunning() const { return m_run->isRunning(); }

 public Q_SLOTS:
  /// The selection, or the statement at the cursor.
  void runCurrent();
  void runAll();
  /// Runs all, and reads no more than so many rows.
  void runFirst(qint64 rows);
  void stop();
  /// From the editor to the grid, or back.
  void switchFocus();
  /// "Send what I see", to the preferred target.
  void send();

 Q_SIGNALS:
  void titleChanged();
  void statusChanged(const QString& status);
  void sendRequested(const courier::ShownResult& result);
  /// A statement is to run by itself.
  void scheduleRequested(const QString& name, const QString& sql, courier::ConnectionId connection);
  void openFileWanted();
  /// A statement that makes, changes or drops tables has run.
  void schemaChanged(courier::ConnectionId connection);

 private:
  /// "5,000 rows".
  void showProgress(qint64 rows, qint64 elapsedMs, const RunStage& stage);
  [[nodiscard]] static QString rowsText(qint64 rows);
  void addShortcuts();
  void run(StatementRange range, qint64 mostRows = 0);
  void showResults();
  void showSendable();
  void sayRows();
  void showEnd(const RunEnd& end);
  void showFailure(const RunEnd& end);
  void offerLeftOutText();
  void setStatus(const QString& status);
  /// Shows on which connection the next run is.
  void showConnection();
  void sayConnection();
  [[nodiscard]] StatementRange chosenRange() const;
  void requestSchedule();
  /// Asks how the rows in sight are to be written into a file.
  void exportRows();
  void requestSend(const QString& target);
  [[nodiscard]] QueryDraft draft() const;

  QString m_name;
  int m_position = 0;
  bool m_isOpen = true;
  bool m_textLeftOut = false;  ///< in the database still: the editor is not what would be saved
  QVariantMap m_view;          ///< how the rows are looked at, as it is kept
  QString m_status;
  QString m_ranOn;
  QString m_took;            ///< how long the last run took and on what, behind the number of rows
  bool m_stopsThere = true;  ///< Stop ends the work in the database that it runs on too
  ConnectionId m_changes;    ///< whose tables the run under way may change
  QueryStore& m_queries;
  Settings& m_settings;
  const QueryRunner* m_engines;
  MarkEdge* m_edge;
  SqlEditor* m_editor;
  RunBar* m_bar;
  ResultView* m_results;
  QSplitter* m_splitter;
  QueryRun* m_run;
  DraftSaver* m_saver;
};

}  // namespace courier
