#include "widgets/results/FigureWatch.h"

#include <QItemSelection>
#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/results/FilterText.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kSettledMs = 80;

}  // namespace

FigureWatch::FigureWatch(ResultGrid& grid) : QObject(&grid), m_grid(grid) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSettledMs);
  connect(&m_soon, &QTimer::timeout, this, &FigureWatch::look);
  connect(grid.selectionModel(), &QItemSelectionModel::selectionChanged, &m_soon, qOverload<>(&QTimer::start));
  connect(&grid, &ResultGrid::arrangementChanged, &m_soon, qOverload<>(&QTimer::start));
  connect(&grid, &RowsView::columnsChanged, &m_soon, qOverload<>(&QTimer::start));
}

FigureWatch::~FigureWatch() {
  m_cancel.cancel();
}

void FigureWatch::look() {
  m_cancel.cancel();
  m_cancel = CancelToken();
  const ResultTableModel& rows = *m_grid.resultModel();
  const cellcopy::Part part = cellcopy::partOf(m_grid, CopyHeaders::Without);
  // Hidden columns are not counted: each column in sight is looked at by itself.
  QVector<ShownRange> ranges;
  qint64 cells = 0;
  for (const cellcopy::Part::Range& range : part.ranges) {
    for (const int column : part.columns) {
      if (column < range.left || column > range.right) continue;
      ranges.append({range.top, range.bottom, column, column});
      cells += range.bottom - range.top + 1;
    }
  }
  if (cells < 2 || !rows.store()) return say({});
  // While it counts, the old figures would be taken for these.
  if (!m_text.isEmpty()) say(tr("%Ln cell(s)…", nullptr, static_cast<int>(std::min<qint64>(cells, 2'000'000'000))));
  whenDone(runInBackground([result = rows.store(), list = rows.rows(), ranges, cancel = m_cancel] {
             RowProgress progress;
             return figuresOf(*result, list, ranges, cancel, progress);
           }),
           this, [this, cancel = m_cancel](const Expected<SelectionFigures>& figures) {
             if (cancel.isCancelled()) return;
             say(figures ? figuresText(*figures) : figures.error().message);
           });
}

void FigureWatch::say(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  Q_EMIT changed(text);
}

QString figuresText(const SelectionFigures& figures) {
  const QLocale locale;
  QStringList parts{FigureWatch::tr("%1 cells").arg(locale.toString(figures.cells))};
  if (!figures.sum.isEmpty()) {
    parts.append(FigureWatch::tr("sum %1").arg(figures.sum));
    parts.append(FigureWatch::tr("average %1").arg(figures.average));
  }
  if (figures.nulls < figures.cells) {
    parts.append(FigureWatch::tr("min %1").arg(shortValue(figures.least)));
    parts.append(FigureWatch::tr("max %1").arg(shortValue(figures.greatest)));
  }
  if (figures.distinct) parts.append(FigureWatch::tr("%1 distinct").arg(locale.toString(*figures.distinct)));
  if (figures.nulls > 0) parts.append(FigureWatch::tr("%1 NULL").arg(locale.toString(figures.nulls)));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace courier
