#include "widgets/export/ExportDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPromise>
#include <QSpinBox>
#include <QThreadPool>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "models/base/WorkerThread.h"
#include "models/storage/Settings.h"
#include "widgets/common/FileQuestion.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/TextView.h"

namespace courier {
namespace {

const QString kExportKey = QStringLiteral("export");
constexpr int kExportWidth = 640;
constexpr int kPreviewHeight = 150;
constexpr int kPreviewRows = 30;
constexpr qsizetype kPreviewCharacters = 200'000;
constexpr int kExportSteps = 1000;
constexpr auto kPreviewMoment = std::chrono::milliseconds(120);
constexpr int kExportTickMs = 100;

/// Threads of their own: an export may take minutes, and short work elsewhere does not wait for it.
QThreadPool& exportThreads() {
  static QThreadPool threads;
  constexpr int kMostExports = 8;
  threads.setMaxThreadCount(kMostExports);
  return threads;
}

QFuture<Expected<ExportReport>> exportOnAThread(const std::shared_ptr<const RowSource>& rows,
                                                const ExportOptions& options, const QString& path,
                                                const CancelToken& cancel,
                                                const std::shared_ptr<std::atomic<qint64>>& written) {
  auto promise = std::make_shared<QPromise<Expected<ExportReport>>>();
  promise->start();
  exportThreads().start([=] {
    promise->addResult(exportRows(*rows, options, path, cancel, [written](qint64 count) { *written = count; }));
    promise->finish();
  });
  return promise->future();
}

}  // namespace

ExportDialog::ExportDialog(QVector<ExportChoice> choices, const QString& queryName, InsertDialect dialect,
                           Settings& settings, QWidget* parent)
    : Dialog(tr("Export the result"), parent),
      m_choices(std::move(choices)),
      m_queryName(queryName),
      m_settings(settings),
      m_previewSoon(kPreviewMoment, [this] { preview(); }) {
  m_options.title = queryName;
  m_options.dialect = dialect;
  m_options = withExportChoices(m_options, settings.value(kExportKey).toMap());
  m_tick.setInterval(kExportTickMs);
  connect(&m_tick, &QTimer::timeout, this, &ExportDialog::showProgress);
  setPreferredSize(kExportWidth);
  build();
  showOptions();
  preview();
}

ExportDialog::~ExportDialog() {
  m_previewCancel.cancel();
  m_cancel.cancel();
}

void ExportDialog::build() {
  m_grid = new FormGrid(this);
  content()->addWidget(m_grid);
  m_rows = makeChoice("rows", m_grid);
  for (const ExportChoice& choice : m_choices) m_rows->addItem(choice.label);
  m_grid->addRow(tr("&Rows"), m_rows);
  connect(m_rows, &QComboBox::currentIndexChanged, this, &ExportDialog::optionsChanged);
  m_format = makeChoice("format", m_grid);
  for (const ExportFormatFacts& facts : exportFormats())
    m_format->addItem(exportFormatName(facts.format), static_cast<int>(facts.format));
  choose(*m_format, static_cast<int>(m_options.format));
  m_grid->addRow(tr("&Format"), m_format);
  connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
    m_options.format = static_cast<ExportFormat>(m_format->currentData().toInt());
    showOptions();
    optionsChanged();
  });
  buildOptions();
  content()->addWidget(newHeading(tr("How it begins"), this));
  m_preview = new TextView(tr("How the file begins"), this);
  m_preview->setObjectName(QStringLiteral("preview"));
  m_preview->setWrap(TextView::Wrap::FarOut);
  m_preview->setMinimumHeight(kPreviewHeight);
  content()->addWidget(m_preview, 1);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("outcome"));
  addBelow(m_note);
  m_progress = buildProgress();
  m_progress->hide();
  addBelow(m_progress);
  m_close = addCancelButton();
  m_save = addDefaultButton(tr("&Save as…"));
  m_save->setObjectName(QStringLiteral("save"));
  connect(m_save, &Button::clicked, this, &ExportDialog::askWhere);
}

void ExportDialog::buildOptions() {
  for (const ExportOption& option : exportOptionTable()) {
    QWidget* field = fieldOf(option);
    field->setObjectName(QString::fromLatin1(option.key));
    m_fields[option.id] = field;
    if (option.kind == OptionKind::YesNo) {
      m_grid->addWide(field);
    } else {
      m_grid->addRow(option.nameText(), field);
    }
  }
}

QWidget* ExportDialog::fieldOf(const ExportOption& option) {
  switch (option.kind) {
    case OptionKind::YesNo: {
      auto* box = new QCheckBox(option.nameText(), m_grid);
      box->setChecked(option.value(m_options) != 0);
      connect(box, &QCheckBox::toggled, this, [this, &option](bool on) { take(option, option.words().textOf(on)); });
      return box;
    }
    case OptionKind::Choice: {
      auto* box = new QComboBox(m_grid);
      for (const OptionChoice& choice : option.choices) box->addItem(choice.labelText(), choice.value);
      choose(*box, static_cast<int>(option.value(m_options)));
      connect(box, &QComboBox::currentIndexChanged, this,
              [this, &option, box] { take(option, option.words().textOf(box->currentData().toLongLong())); });
      return box;
    }
    case OptionKind::Number: {
      auto* box = makeNumber(option.key, static_cast<int>(option.least), static_cast<int>(option.most),
                             option.unitText(), m_grid);
      box->setValue(static_cast<int>(option.value(m_options)));
      connect(box, &QSpinBox::valueChanged, this,
              [this, &option](int number) { take(option, QString::number(number)); });
      return box;
    }
    default:
      break;
  }
  auto* line = new QLineEdit(option.text(m_options), m_grid);
  line->setMaxLength(static_cast<int>(option.most));
  connect(line, &QLineEdit::textChanged, this, [this, &option](const QString& text) { take(option, text); });
  return line;
}

void ExportDialog::take(const ExportOption& option, const QString& text) {
  if (option.setText(m_options, text)) optionsChanged();
}

QWidget* ExportDialog::buildProgress() {
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
  m_bar->setAccessibleName(tr("Written so far"));
  m_bar->setTextVisible(false);
  m_bar->setRange(0, kExportSteps);
  both->addWidget(m_bar);
  layout->addLayout(both, 1);
  auto* stop = new Button(tr("S&top"), ButtonKind::Plain, row);
  stop->setObjectName(QStringLiteral("stop"));
  connect(stop, &Button::clicked, this, [this] { m_cancel.cancel(); });
  layout->addWidget(stop);
  return row;
}

const ExportChoice& ExportDialog::chosen() const {
  return m_choices[std::max(0, m_rows->currentIndex())];
}

void ExportDialog::showOptions() {
  for (const ExportOption& option : exportOptionTable())
    m_grid->setRowShown(m_fields.at(option.id), option.countsFor(m_options.format));
}

void ExportDialog::optionsChanged() {
  m_note->clear();
  m_previewSoon.ask();
}

void ExportDialog::preview() {
  m_previewCancel.cancel();
  m_previewCancel = CancelToken();
  const auto shown = runInBackground([rows = chosen().rows, options = m_options, cancel = m_previewCancel] {
    return exportPreview(*rows, options, kPreviewRows, cancel);
  });
  whenDone(shown, this, [this](const Expected<QString>& text) {
    if (!text && text.error().kind == ErrorKind::Cancelled) return;
    m_preview->setPlainText(text ? text->left(kPreviewCharacters) : text.error().message);
    Q_EMIT previewed();
  });
}

void ExportDialog::askWhere() {
  if (const auto checked = checkExportOptions(m_options); !checked)
    return m_note->say(Tone::Bad, checked.error().message);
  const ExportFormatFacts& facts = exportFormat(m_options.format);
  const QString suffix = QString::fromLatin1(facts.suffix);
  FileQuestion question;
  question.title = tr("Export the result");
  question.filters = {QStringLiteral("%1 (*.%2)").arg(exportFormatName(facts.format), suffix), tr("All files (*)")};
  question.name = exportFileName(m_queryName, m_options.format);
  question.suffix = suffix;
  askForFile(this, question, [this](const QString& path) { exportTo(path); });
}

void ExportDialog::exportTo(const QString& path) {
  m_settings.setValue(kExportKey, exportChoices(m_options));
  m_note->clear();
  m_cancel = CancelToken();
  m_written = std::make_shared<std::atomic<qint64>>(0);
  m_total = chosen().rows->rowCount();
  setRunning(true);
  whenDone(exportOnAThread(chosen().rows, m_options, path, m_cancel, m_written), this,
           [this, path](const Expected<ExportReport>& outcome) {
             setRunning(false);
             showEnd(outcome, path);
             Q_EMIT ended();
           });
}

void ExportDialog::setRunning(bool runs) {
  m_grid->setEnabled(!runs);
  m_save->setEnabled(!runs);
  m_progress->setVisible(runs);
  if (!runs) return m_tick.stop();
  showProgress();
  m_tick.start();
}

void ExportDialog::showProgress() {
  const QLocale locale;
  const qint64 written = *m_written;
  // Every row is written; now the file gets whole.
  const bool isEnding = written >= m_total;
  // Many formats need to see all rows before they write the first.
  m_progressText->setText(isEnding       ? tr("Completing the file…")
                          : written == 0 ? tr("Looking at the rows…")
                                         : tr("%1 of %2 rows").arg(locale.toString(written), locale.toString(m_total)));
  m_bar->setValue(isEnding ? kExportSteps : static_cast<int>(written * kExportSteps / m_total));
}

void ExportDialog::showEnd(const Expected<ExportReport>& outcome, const QString& path) {
  if (!outcome && outcome.error().kind == ErrorKind::Cancelled)
    return m_note->say(Tone::Info, tr("Stopped. No file was written."));
  if (!outcome) return m_note->say(Tone::Bad, outcome.error().message);
  const QStringList sentences{
      tr("Saved %1 rows to %2.").arg(QLocale().toString(outcome->rows), QDir::toNativeSeparators(path)),
      outcome->warnings.join(QLatin1Char('\n'))};
  m_note->say(outcome->warnings.isEmpty() ? Tone::Ok : Tone::Warn, sentences.join(QLatin1Char('\n')).trimmed());
  connect(m_note->addAction(tr("Show in folder")), &Button::clicked, this,
          [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); });
  connect(m_note->addAction(tr("Open")), &Button::clicked, this,
          [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
  m_close->setText(tr("Close"));
  // It is in the settings now.
  rememberFields();
}

}  // namespace courier
