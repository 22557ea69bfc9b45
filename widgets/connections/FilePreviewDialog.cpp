#include "widgets/connections/FilePreviewDialog.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>
#include <mutex>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Panels.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/connections/FilePreviewModel.h"

namespace courier {
namespace {

constexpr int kPreviewTickMs = 100;
constexpr int kTypedNamesMs = 300;
constexpr int kPreviewWidth = 820;
constexpr int kRowsHeight = 230;
constexpr int kBarSteps = 1000;
constexpr int kLeastColumn = 80;
constexpr int kMostColumn = 280;
constexpr int kMostFitted = 60;  ///< columns whose widths are those of their values

/// The words for the values of an option, in their order.
QVector<std::pair<QString, QString>> valuesOf(const char* option) {
  const QLatin1String name(option);
  if (name == QLatin1String("delimiter"))
    return {{QStringLiteral(","), FilePreviewDialog::tr("Comma ,")},
            {QStringLiteral(";"), FilePreviewDialog::tr("Semicolon ;")},
            {QStringLiteral("tab"), FilePreviewDialog::tr("Tab")},
            {QStringLiteral("|"), FilePreviewDialog::tr("Bar |")}};
  if (name == QLatin1String("quote"))
    return {{QStringLiteral("\""), FilePreviewDialog::tr("Double \"")},
            {QStringLiteral("'"), FilePreviewDialog::tr("Single '")},
            {QStringLiteral("none"), FilePreviewDialog::tr("None")}};
  if (name == QLatin1String("header"))
    return {{QStringLiteral("on"), FilePreviewDialog::tr("Names the columns")},
            {QStringLiteral("off"), FilePreviewDialog::tr("Is a row")}};
  if (name == QLatin1String("decimal"))
    return {{QStringLiteral("."), FilePreviewDialog::tr("Point 1.5")},
            {QStringLiteral(","), FilePreviewDialog::tr("Comma 1,5")}};
  QVector<std::pair<QString, QString>> encodings;
  for (const QString& encoding : knownEncodings()) encodings.emplaceBack(encoding, encoding.toUpper());
  return encodings;
}

QString wordsOf(const char* option, const QString& value) {
  for (const auto& [one, words] : valuesOf(option)) {
    if (one == value) return words;
  }
  return value;
}

/// What was found, as the option would have it.
QString guessedValue(const char* option, const FileLayout& layout) {
  const QLatin1String name(option);
  const CsvDialect& dialect = layout.csv.dialect;
  if (name == QLatin1String("delimiter"))
    return dialect.delimiter == '\t' ? QStringLiteral("tab") : QString(QLatin1Char(dialect.delimiter));
  if (name == QLatin1String("quote"))
    return dialect.quote == '\0' ? QStringLiteral("none") : QString(QLatin1Char(dialect.quote));
  if (name == QLatin1String("header")) return layout.csv.hasHeader ? QStringLiteral("on") : QStringLiteral("off");
  if (name == QLatin1String("decimal")) return dialect.decimalComma ? QStringLiteral(",") : QStringLiteral(".");
  return layout.csv.encoding;
}

QString chosenValue(const char* option, const FileSource& source) {
  for (const auto& [name, value] : source.toPairs()) {
    if (name == QLatin1String(option)) return value;
  }
  return {};
}

}  // namespace

/// What the loading thread and the dialog share.
struct FilePreviewDialog::Loading {
  CancelToken cancel;
  std::mutex mutex;
  LoadProgress progress;
};

FilePreviewDialog::FilePreviewDialog(FileSources sources, const QStringList& takenNames,
                                     std::shared_ptr<const FileCopies> copies, ConnectionStore& connections,
                                     QWidget* parent)
    : Dialog(tr("Open %Ln file(s) as tables", nullptr, static_cast<int>(sources.size())), parent),
      m_sources(std::move(sources)),
      m_copies(std::move(copies)),
      m_connections(connections),
      m_name(connectionNameFor(m_sources.first().path, takenNames)) {
  build();
  m_tick.setInterval(kPreviewTickMs);
  connect(&m_tick, &QTimer::timeout, this, &FilePreviewDialog::showLoading);
  showFile(0);
}

FilePreviewDialog::~FilePreviewDialog() {
  stop();
  m_rows->dropModel();
}

QComboBox* FilePreviewDialog::newChoice(const char* name, const char* option) {
  auto* box = new QComboBox(this);
  box->setObjectName(QLatin1String(name));
  box->setProperty("option", QLatin1String(option));
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  connect(box, &QComboBox::activated, this, [this, box, option] { set(option, box->currentData().toString()); });
  m_choices.append(box);
  return box;
}

QLineEdit* FilePreviewDialog::newText(const char* name) {
  auto* edit = new QLineEdit(this);
  edit->setObjectName(QLatin1String(name));
  return edit;
}

QWidget* FilePreviewDialog::buildFields() {
  auto* fields = new QWidget(this);
  auto* layout = new QHBoxLayout(fields);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(24);
  m_plainFields = new FormGrid(fields);
  m_nameEdit = newText("name");
  m_nameEdit->setText(m_name);
  m_plainFields->addRow(tr("&Name"), m_nameEdit);
  m_table = newText("table");
  m_plainFields->addRow(tr("&Table"), m_table);
  m_plainFields->addRow(tr("&Encoding"), newChoice("encoding", "encoding"));
  m_header = newChoice("header", "header");
  m_plainFields->addRow(tr("&First line"), m_header);
  layout->addWidget(m_plainFields, 1, Qt::AlignTop);
  m_csvFields = new FormGrid(fields);
  m_csvFields->addRow(tr("&Delimiter"), newChoice("delimiter", "delimiter"));
  m_csvFields->addRow(tr("&Quotes"), newChoice("quote", "quote"));
  m_csvFields->addRow(tr("Deci&mals"), newChoice("decimal", "decimal"));
  m_nulls = newText("nulls");
  m_nulls->setPlaceholderText(tr("words that mean NULL: NA, -"));
  m_csvFields->addRow(tr("N&ULL"), m_nulls);
  layout->addWidget(m_csvFields, 1, Qt::AlignTop);
  return fields;
}

QWidget* FilePreviewDialog::buildColumn() {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_column = new QComboBox(row);
  m_column->setObjectName(QStringLiteral("column"));
  m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_column->setMinimumContentsLength(24);
  m_type = new QComboBox(row);
  m_type->setObjectName(QStringLiteral("type"));
  m_type->setMinimumContentsLength(20);
  auto* columnName = new DimLabel(tr("&Column"), row);
  columnName->setBuddy(m_column);
  auto* typeName = new DimLabel(tr("T&ype"), row);
  typeName->setBuddy(m_type);
  layout->addWidget(columnName);
  layout->addWidget(m_column, 1);
  layout->addSpacing(12);
  layout->addWidget(typeName);
  layout->addWidget(m_type);
  layout->addStretch(1);
  connect(m_column, &QComboBox::activated, this, [this](int column) {
    m_rows->setCurrentIndex(m_model->index(qMax(0, m_rows->currentIndex().row()), column));
    showColumn(column);
  });
  connect(m_type, &QComboBox::activated, this, [this] { setType(m_type->currentData().toString()); });
  return row;
}

QWidget* FilePreviewDialog::buildProgress() {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);
  auto* both = new QVBoxLayout;
  both->setSpacing(6);
  m_progressText = newWords({}, row);
  m_progressText->setObjectName(QStringLiteral("progress"));
  both->addWidget(m_progressText);
  m_bar = new QProgressBar(row);
  m_bar->setAccessibleName(tr("Loaded so far"));
  m_bar->setTextVisible(false);
  m_bar->setRange(0, kBarSteps);
  both->addWidget(m_bar);
  layout->addLayout(both, 1);
  auto* stopButton = new Button(tr("&Stop"), ButtonKind::Plain, row);
  stopButton->setObjectName(QStringLiteral("stop"));
  connect(stopButton, &Button::clicked, this, &FilePreviewDialog::stop);
  layout->addWidget(stopButton);
  return row;
}

void FilePreviewDialog::build() {
  if (m_sources.size() > 1) {
    auto* files = new FormGrid(this);
    m_file = new QComboBox(this);
    m_file->setObjectName(QStringLiteral("file"));
    for (const FileSource& one : std::as_const(m_sources)) m_file->addItem(QFileInfo(one.path).fileName());
    files->addRow(tr("F&ile"), m_file);
    content()->addWidget(files);
    connect(m_file, &QComboBox::activated, this, &FilePreviewDialog::showFile);
  }
  m_fields = buildFields();
  content()->addWidget(m_fields);
  auto* card = new Card(this);
  m_rows = new DataTable(tr("First rows"), card);
  m_rows->setObjectName(QStringLiteral("rows"));
  m_model = new FilePreviewModel(this);
  m_rows->setModel(m_model);
  m_rows->setSelectionBehavior(QAbstractItemView::SelectColumns);
  m_rows->horizontalHeader()->setStretchLastSection(false);
  m_rows->setMinimumHeight(kRowsHeight);
  card->content()->addWidget(m_rows);
  content()->addWidget(card, 1);
  m_columnRow = buildColumn();
  content()->addWidget(m_columnRow);
  m_summary = new DimLabel({}, this);
  m_summary->setObjectName(QStringLiteral("summary"));
  content()->addWidget(m_summary);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  addBelow(m_note);
  m_reports = new QWidget(this);
  auto* reports = new QVBoxLayout(m_reports);
  reports->setContentsMargins(0, 0, 0, 0);
  m_reports->hide();
  addBelow(m_reports);
  m_progressRow = buildProgress();
  m_progressRow->hide();
  addBelow(m_progressRow);
  m_cancel = addCancelButton();
  m_open = addDefaultButton(tr("&Open"));
  m_open->setObjectName(QStringLiteral("open"));
  connect(m_open, &Button::clicked, this, &FilePreviewDialog::load);
  connect(m_rows->selectionModel(), &QItemSelectionModel::currentColumnChanged, this,
          [this](const QModelIndex& now) { showColumn(now.column()); });
  auto* typed = new QTimer(this);
  typed->setSingleShot(true);
  typed->setInterval(kTypedNamesMs);
  connect(typed, &QTimer::timeout, this, &FilePreviewDialog::look);
  connect(m_table, &QLineEdit::textEdited, this, [this](const QString& text) { source().table = text.trimmed(); });
  connect(m_nulls, &QLineEdit::textEdited, this, [this, typed](const QString& text) {
    source().nulls.clear();
    for (const QString& word : text.split(u',', Qt::SkipEmptyParts)) source().nulls.append(word.trimmed());
    typed->start();
  });
  setPreferredSize(kPreviewWidth);
  m_nameEdit->setFocus(Qt::OtherFocusReason);
}

void FilePreviewDialog::showFile(int index) {
  m_index = index;
  m_layout.reset();
  m_table->setText(source().table);
  m_nulls->setText(source().nulls.join(QStringLiteral(", ")));
  fillChoices();
  look();
}

void FilePreviewDialog::fillChoices() {
  for (QComboBox* box : std::as_const(m_choices)) {
    const QByteArray option = box->property("option").toString().toLatin1();
    const QString chosen = chosenValue(option.constData(), source());
    const QString found = m_layout && chosen.isEmpty()
                              ? wordsOf(option.constData(), guessedValue(option.constData(), *m_layout))
                              : QString();
    box->clear();
    box->addItem(found.isEmpty() ? tr("Guess") : tr("%1 (guessed)").arg(found), QString());
    for (const auto& [value, words] : valuesOf(option.constData())) box->addItem(words, value);
    if (!chosen.isEmpty() && box->findData(chosen) < 0) box->addItem(chosen, chosen);
    box->setCurrentIndex(qMax(0, chosen.isEmpty() ? 0 : box->findData(chosen)));
  }
}

void FilePreviewDialog::set(const char* option, const QString& value) {
  FileSource changed;
  changed.path = source().path;
  for (const auto& [name, before] : source().toPairs()) {
    if (name != QLatin1String(option)) (void)changed.set(name, before);
  }
  if (!value.isEmpty()) (void)changed.set(QLatin1String(option), value);
  source() = changed;
  look();
}

void FilePreviewDialog::setType(const QString& type) {
  const QString name = m_column->currentText();
  FileSource& file = source();
  file.types.erase(
      std::remove_if(file.types.begin(), file.types.end(), [&](const auto& one) { return one.first == name; }),
      file.types.end());
  if (!type.isEmpty()) file.types.emplaceBack(name, type);
  look();
}

void FilePreviewDialog::look() {
  const int generation = ++m_generation;
  whenDone(runInBackground([file = source()] { return guessLayout(file); }), this,
           [this, generation](const Expected<FileLayout>& layout) {
             if (generation == m_generation) showLayout(layout);
           });
}

void FilePreviewDialog::showLayout(const Expected<FileLayout>& layout) {
  const int column = qMax(0, m_column->currentIndex());
  m_layout = layout ? std::optional(*layout) : std::nullopt;
  m_note->say(Tone::Bad, layout ? QString() : layout.error().message);
  m_open->setEnabled(layout.ok());
  m_model->show(layout ? *layout : FileLayout());
  fillChoices();
  m_column->clear();
  if (layout) {
    for (const FileColumn& one : layout->columns) m_column->addItem(one.name);
    for (int section = 0; section < qMin(m_model->columnCount(), kMostFitted); ++section) {
      m_rows->resizeColumnToContents(section);
      m_rows->setColumnWidth(section, qBound(kLeastColumn, m_rows->columnWidth(section), kMostColumn));
    }
    FileSource unnamed = source();
    unnamed.table.clear();
    m_table->setPlaceholderText(tableNameFor(unnamed, {}));
    m_summary->setText(tr("%1: %2, %Ln column(s), the first %3 rows", nullptr, static_cast<int>(layout->columns.size()))
                           .arg(QFileInfo(source().path).fileName(), sizeText(layout->bytes),
                                QLocale().toString(layout->firstRows.size())));
  } else {
    m_summary->clear();
  }
  const bool isCsv = !layout || layout->form == FileForm::Csv;
  m_csvFields->setVisible(isCsv);
  m_plainFields->setRowShown(m_header, isCsv);
  m_columnRow->setVisible(layout.ok());
  showColumn(qMin(column, m_column->count() - 1));
  rememberFields();
  Q_EMIT shown();
}

void FilePreviewDialog::showColumn(int column) {
  if (!m_layout || column < 0 || column >= m_layout->columns.size()) return;
  m_column->setCurrentIndex(column);
  const FileColumn& one = m_layout->columns[column];
  m_type->clear();
  const QString type = QLatin1String(cellTypeName(one.type));
  m_type->addItem(one.isChosen ? tr("Guess") : tr("%1 (guessed)").arg(type), QString());
  for (const CellType known : {CellType::Integer, CellType::Real, CellType::Text})
    m_type->addItem(QLatin1String(cellTypeName(known)), QLatin1String(cellTypeName(known)));
  m_type->setCurrentIndex(one.isChosen ? m_type->findData(type) : 0);
}

void FilePreviewDialog::setBusy(bool isBusy) {
  for (QWidget* part : {m_fields, m_columnRow, static_cast<QWidget*>(m_open), static_cast<QWidget*>(m_file)}) {
    if (part != nullptr) part->setEnabled(!isBusy);
  }
  m_progressRow->setVisible(isBusy);
  if (isBusy) {
    m_tick.start();
  } else {
    m_tick.stop();
  }
}

void FilePreviewDialog::load() {
  m_note->clear();
  m_loading = std::make_shared<Loading>();
  setBusy(true);
  showLoading();
  findChild<Button*>(QStringLiteral("stop"))->setFocus(Qt::OtherFocusReason);
  const auto work = [loading = m_loading, copies = m_copies, sources = m_sources]() -> Expected<Loaded> {
    Loaded loaded;
    for (const FileSource& one : sources) {
      const auto settled = settledSource(one);
      if (!settled) return settled.error();
      loaded.sources.append(*settled);
    }
    auto files = copies->ensure(loaded.sources, loading->cancel, [loading](const LoadProgress& progress) {
      const std::scoped_lock lock(loading->mutex);
      loading->progress = progress;
    });
    if (!files) return files.error();
    loaded.files = *files;
    return loaded;
  };
  whenDone(runInBackground(work), this, [this, loading = m_loading](const Expected<Loaded>& loaded) {
    if (m_loading == loading) endLoading(loaded);
  });
}

void FilePreviewDialog::stop() {
  if (!m_loading) return;
  m_loading->cancel.cancel();
  // What it still does is of no use any more: nobody waits for it.
  m_loading.reset();
  setBusy(false);
  m_open->setFocus(Qt::OtherFocusReason);
}

void FilePreviewDialog::showLoading() {
  if (!m_loading) return;
  LoadProgress progress;
  {
    const std::scoped_lock lock(m_loading->mutex);
    progress = m_loading->progress;
  }
  m_bar->setValue(progress.totalBytes > 0 ? static_cast<int>(progress.bytes * kBarSteps / progress.totalBytes) : 0);
  m_progressText->setText(progress.totalBytes == 0
                              ? tr("Loading…")
                              : tr("Loading %1: %2 of %3, %4 rows")
                                    .arg(progress.table, sizeText(progress.bytes), sizeText(progress.totalBytes),
                                         QLocale().toString(progress.rows)));
}

void FilePreviewDialog::endLoading(const Expected<Loaded>& loaded) {
  m_loading.reset();
  if (!loaded) {
    setBusy(false);
    m_note->say(Tone::Bad, loaded.error().message);
    m_open->setFocus(Qt::OtherFocusReason);
    return;
  }
  Connection connection;
  connection.name = m_nameEdit->text().trimmed();
  connection.engine = Engine::Files;
  connection.file = m_sources.first().path;
  connection.files = loaded->sources;
  whenDone(m_connections.create(connection), this, [this, loaded](const Expected<ConnectionId>& created) {
    setBusy(false);
    if (!created) {
      m_note->say(Tone::Bad, created.error().message);
      m_nameEdit->setFocus(Qt::OtherFocusReason);
      return;
    }
    rememberFields();
    Q_EMIT opened(*created);
    sayReports(*created, loaded->files);
  });
}

void FilePreviewDialog::sayReports(ConnectionId id, const LoadedFiles& loaded) {
  bool isSilent = true;
  for (const TableReport& report : loaded.tables) {
    const QString words = loadReportText(report);
    if (words.isEmpty()) continue;
    isSilent = false;
    auto* note = new Note(m_reports);
    note->say(Tone::Warn, loaded.tables.size() > 1
                              ? tr("%1: %2", "a table: what is to be said of it").arg(report.table, words)
                              : words);
    if (!report.rejectsTable.isEmpty()) {
      connect(note->addAction(tr("Show")), &Button::clicked, this, [this, id, table = report.rejectsTable] {
        Q_EMIT rejectsWanted(id, table);
        accept();
      });
    }
    m_reports->layout()->addWidget(note);
  }
  if (isSilent) return accept();
  m_reports->show();
  m_fields->setEnabled(false);
  m_columnRow->setEnabled(false);
  m_cancel->hide();
  disconnect(m_open, nullptr, this, nullptr);
  m_open->setText(tr("&Close"));
  connect(m_open, &Button::clicked, this, &FilePreviewDialog::accept);
  m_open->setFocus(Qt::OtherFocusReason);
}

}  // namespace courier
