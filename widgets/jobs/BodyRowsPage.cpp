#include "widgets/jobs/BodyRowsPage.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/data/SharedResult.h"
#include "models/read/BodyReader.h"
#include "widgets/common/Button.h"
#include "widgets/common/DimLabel.h"
#include "widgets/results/ResultGrid.h"

namespace courier {

BodyRowsPage::BodyRowsPage(const KeptResult& body, const QString& spillFolder, QWidget* parent) : QWidget(parent) {
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
    m_count->setText(tr("%Ln row(s) were read, not all.", nullptr, rows));
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

}  // namespace courier
