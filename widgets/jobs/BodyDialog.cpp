#include "widgets/jobs/BodyDialog.h"

#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QStringDecoder>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/data/ResultStore.h"
#include "models/read/BodyReader.h"
#include "widgets/common/Button.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/common/Theme.h"
#include "widgets/common/ViewTabs.h"
#include "widgets/jobs/BodyDiffPage.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kBodyFactNameWidth = 72;

/// What the text page leaves out or changes; "" where nothing.
QString beginningText(const BodyBeginning& body) {
  if (!body.isUnpacked) {
    if (!body.isCut) return {};
    return BodyDialog::tr("The first %1 of %2. Save the body to read all of it.")
        .arg(sizeText(body.bytes.size()), sizeText(body.totalBytes));
  }
  if (body.isCut) {
    return BodyDialog::tr("Sent as gzip (%1), shown uncompressed: the first %2. Save the body to read all of it.")
        .arg(sizeText(body.totalBytes), sizeText(body.bytes.size()));
  }
  return BodyDialog::tr("Sent as gzip (%1), shown uncompressed.").arg(sizeText(body.totalBytes));
}

}  // namespace

BodyRowsPage::BodyRowsPage(const ComparedBody& body, const QString& spillFolder, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_grid = new ResultGrid(this);
  layout->addWidget(m_grid, 1);
  auto* foot = new QHBoxLayout;
  m_count = new DimLabel({}, this);
  m_count->setObjectName(QStringLiteral("count"));
  foot->addWidget(m_count);
  m_stop = new Button(tr("Stop reading"), ButtonKind::Quiet, this);
  m_stop->setObjectName(QStringLiteral("stopReading"));
  foot->addWidget(m_stop);
  foot->addStretch(1);
  layout->addLayout(foot);
  connect(m_stop, &Button::clicked, this, [this] { m_cancel.cancel(); });
  connect(m_grid, &ResultGrid::copyRefused, this, &BodyRowsPage::copyRefused);

  const auto rows = sharedResult(spillFolder);
  connect(rows.get(), &ResultStore::appended, this, &BodyRowsPage::showCount);
  m_grid->setResult(rows);
  showCount();
  BodyReadOptions options;
  options.columns = body.columns;
  options.cancel = m_cancel;
  whenDone(runInBackground([body, options, rows] { return readBody(body.path, body.form, *rows, options); }), this,
           [this](const Expected<void>& read) { end(read); });
}

BodyRowsPage::~BodyRowsPage() {
  m_cancel.cancel();
}

void BodyRowsPage::showCount() {
  const auto rows = static_cast<int>(m_grid->resultModel()->store()->rowCount());
  if (m_isReading) {
    m_count->setText(tr("Reading: %Ln row(s) so far.", nullptr, rows));
  } else if (m_isPart) {
    m_count->setText(tr("Only %Ln row(s) were read.", nullptr, rows));
  } else {
    m_count->setText(tr("%Ln row(s).", nullptr, rows));
  }
}

void BodyRowsPage::end(const Expected<void>& read) {
  m_isReading = false;
  m_isPart = !read;
  m_stop->hide();
  showCount();
  if (!read && read.error().kind != ErrorKind::Cancelled) Q_EMIT failed(read.error().message);
  Q_EMIT ended();
}

BodyDialog::BodyDialog(const BodySubject& subject, const BodyBeginning& beginning, const Parts& parts, QWidget* parent)
    : Dialog(tr("Body of job %1").arg(subject.job.value), parent), m_subject(subject) {
  setPreferredSize(860, 600);
  addFacts();
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("bodyNote"));
  content()->addWidget(m_note);
  addPages(beginning, parts);
  Button* save = addLeftButton(tr("&Save as…"));
  save->setObjectName(QStringLiteral("saveBody"));
  connect(save, &Button::clicked, this, &BodyDialog::save);
  Button* compare = addLeftButton(tr("Co&mpare with the last delivered"));
  compare->setObjectName(QStringLiteral("compareBody"));
  connect(compare, &Button::clicked, this, &BodyDialog::compare);
  Button* close = addDefaultButton(tr("&Close"));
  connect(close, &Button::clicked, this, &BodyDialog::accept);
}

void BodyDialog::addFacts() {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(4);
  grid->setColumnMinimumWidth(0, kBodyFactNameWidth);
  grid->setColumnStretch(1, 1);
  const auto add = [&](const QString& name, const QString& text) {
    const int row = grid->rowCount();
    grid->addWidget(new DimLabel(name, this), row, 0, Qt::AlignTop);
    QLabel* value = newCopyableWords(text, this);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(name, text));
    grid->addWidget(value, row, 1);
    return value;
  };
  QString form = bodyFormText(m_subject.body.form);
  form[0] = form[0].toUpper();
  add(tr("Format"), form)->setObjectName(QStringLiteral("bodyForm"));
  add(tr("Result"), m_subject.facts);
  if (!m_subject.digest.isEmpty()) add(tr("SHA-256"), m_subject.digest)->setFont(monospaceFont());
  content()->addLayout(grid);
}

void BodyDialog::addPages(const BodyBeginning& beginning, const Parts& parts) {
  m_tabs = new ViewTabs(tr("Views of the body"), this);
  m_tabs->addTab(tr("Grid"));
  m_tabs->addTab(tr("Text"));
  m_tabs->addTab(tr("Changes"));
  content()->addWidget(m_tabs);
  m_stack = new QStackedWidget(this);
  content()->addWidget(m_stack, 1);

  m_rows = new BodyRowsPage(m_subject.body, parts.spoolFolder, m_stack);
  m_stack->addWidget(m_rows);

  auto* textPage = new QWidget(m_stack);
  auto* text = new QVBoxLayout(textPage);
  text->setContentsMargins(0, 0, 0, 0);
  text->setSpacing(8);
  auto* view = new TextView(tr("Body"), textPage);
  // Its state keeps back a character that the end of the beginning cuts.
  QStringDecoder decoder(QStringDecoder::Utf8);
  QString words = decoder(beginning.bytes);
  view->setPlainText(words.replace(QChar(u'\0'), QChar(u'␀')));
  text->addWidget(view, 1);
  auto* foot = new DimLabel(beginningText(beginning), textPage);
  foot->setObjectName(QStringLiteral("leftOut"));
  foot->setWordWrap(true);
  foot->setVisible(!foot->text().isEmpty());
  text->addWidget(foot);
  m_stack->addWidget(textPage);

  m_changes = new BodyDiffPage(parts.outbox, parts.clock, m_subject, parts.spoolFolder, m_stack);
  m_stack->addWidget(m_changes);

  connect(m_tabs, &ViewTabs::currentChanged, this, [this](int index) {
    m_stack->setCurrentIndex(index);
    if (index == static_cast<int>(Page::Changes)) m_changes->start();
  });
  connect(m_rows, &BodyRowsPage::failed, this, [this](const QString& sentence) {
    m_note->say(Tone::Warn, sentence);
    if (m_tabs->currentIndex() == static_cast<int>(Page::Grid)) showPage(Page::Text);
  });
  connect(m_rows, &BodyRowsPage::copyRefused, this,
          [this](const QString& sentence) { m_note->say(Tone::Warn, sentence); });
}

void BodyDialog::showPage(Page page) {
  m_tabs->setCurrentIndex(static_cast<int>(page));
}

void BodyDialog::compare() {
  showPage(Page::Changes);
}

void BodyDialog::save() {
  askWhereToSave(m_subject, this, [this](const QString& path) { saveTo(path); });
}

void BodyDialog::saveTo(const QString& path) {
  saveBody(m_subject, path, this, [this, path](const Expected<void>& done) {
    if (!done) {
      m_note->say(Tone::Bad, done.error().message);
      return;
    }
    m_note->say(Tone::Ok, tr("Saved as “%1”.").arg(QDir::toNativeSeparators(path)));
    Q_EMIT saved(path);
  });
}

}  // namespace courier
