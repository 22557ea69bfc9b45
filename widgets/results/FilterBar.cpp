#include "widgets/results/FilterBar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>

#include "widgets/common/Button.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/results/FilterText.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/RowArranger.h"

namespace courier {
namespace {

constexpr int kFilterAfterMs = 250;
constexpr int kTextWidth = 240;
constexpr int kLeastTextWidth = 160;
constexpr int kMostChipWidth = 260;

}  // namespace

FilterBar::FilterBar(ResultGrid& grid, QWidget* parent) : QWidget(parent), m_grid(grid) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 6, 12, 6);
  layout->setSpacing(8);
  m_text = new QLineEdit(this);
  m_text->setPlaceholderText(tr("Rows that contain…"));
  m_text->setAccessibleName(tr("Rows that contain this text in any column"));
  m_text->setClearButtonEnabled(true);
  m_text->setMinimumWidth(kLeastTextWidth);
  m_text->setMaximumWidth(kTextWidth);
  layout->addWidget(m_text, 1);
  m_chips = new QWidget(this);
  m_chipLayout = new QHBoxLayout(m_chips);
  m_chipLayout->setContentsMargins(0, 0, 0, 0);
  m_chipLayout->setSpacing(6);
  m_chips->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  layout->addWidget(m_chips, 3);
  m_count = new DimLabel({}, this);
  layout->addWidget(m_count);
  m_clear = new Button(tr("Clear"), ButtonKind::Quiet, this);
  m_clear->setAccessibleName(tr("Clear all filters"));
  layout->addWidget(m_clear);
  auto* shut = new Button({}, ButtonKind::Quiet, this);
  shut->setIcon(icon(QStringLiteral("close"), IconTone::Dim));
  shut->setAccessibleName(tr("Close the filter bar"));
  shut->setToolTip(tr("Close the filter bar and show all rows"));
  layout->addWidget(shut);
  m_typed.setSingleShot(true);
  m_typed.setInterval(kFilterAfterMs);
  connect(m_text, &QLineEdit::textEdited, this, [this] { m_typed.start(); });
  connect(m_text, &QLineEdit::textChanged, this, [this](const QString& text) {
    if (text.isEmpty()) m_typed.start();
  });
  connect(&m_typed, &QTimer::timeout, this, [this] { m_grid.setAnyColumn(m_text->text()); });
  connect(m_clear, &QPushButton::clicked, &m_grid, &ResultGrid::clearFilters);
  connect(shut, &QPushButton::clicked, this, &FilterBar::close);
  connect(&m_grid, &ResultGrid::arrangementChanged, this, &FilterBar::refresh);
  hide();
}

void FilterBar::begin() {
  show();
  refresh();
  m_text->setFocus(Qt::OtherFocusReason);
  m_text->selectAll();
}

void FilterBar::close() {
  m_typed.stop();
  m_grid.clearFilters();
  m_grid.setFocus(Qt::OtherFocusReason);
  hide();
}

void FilterBar::refresh() {
  const Arrangement& wanted = m_grid.arranger()->wanted();
  if (!m_text->hasFocus() && !m_typed.isActive() && m_text->text() != wanted.anyColumn) {
    const QSignalBlocker quiet(m_text);
    m_text->setText(wanted.anyColumn);
  }
  if (wanted.leavesOut() && isHidden()) show();
  showFilters(wanted.filters);
  m_clear->setVisible(wanted.leavesOut());
  const Arrangement& found = m_grid.arranger()->found();
  const ResultTableModel& rows = *m_grid.resultModel();
  if (!found.leavesOut() || !rows.rows() || !rows.store()) {
    m_count->clear();
    return;
  }
  const QLocale locale;
  m_count->setText(
      tr("%1 of %2 rows").arg(locale.toString(rows.rows()->size()), locale.toString(rows.rows()->covered())));
}

QString FilterBar::countText() const {
  return m_count->text();
}

void FilterBar::showFilters(const QVector<ValueFilter>& filters) {
  if (filters == m_shown) return;
  m_shown = filters;
  while (QLayoutItem* item = m_chipLayout->takeAt(0)) {
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  for (const ValueFilter& filter : filters) {
    const QString words = filterText(filter, m_grid.columnName(filter.column));
    QString shown = words;
    auto* chip = new Button(shown.replace(QLatin1Char('&'), QStringLiteral("&&")) + QStringLiteral("  ×"),
                            ButtonKind::Plain, m_chips);
    chip->setMaximumWidth(kMostChipWidth);
    chip->setAccessibleName(tr("Take away the filter: %1").arg(words));
    chip->setToolTip(tr("%1. Click to take this filter away.").arg(words).toHtmlEscaped());
    connect(chip, &QPushButton::clicked, &m_grid, [this, column = filter.column] { m_grid.dropFilter(column); });
    m_chipLayout->addWidget(chip);
  }
  m_chipLayout->addStretch(1);
}

void FilterBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return close();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Down) {
    m_typed.stop();
    m_grid.setAnyColumn(m_text->text());
    m_grid.setFocus(Qt::OtherFocusReason);
    return;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace courier
