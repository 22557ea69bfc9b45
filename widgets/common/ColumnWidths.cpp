#include "widgets/common/ColumnWidths.h"

#include <QHeaderView>
#include <QTimer>
#include <QVariantList>

#include "models/storage/Settings.h"

namespace courier {

ColumnWidths::ColumnWidths(QHeaderView& header, Settings& settings, QString key, const QVector<int>& first)
    : QObject(&header), m_header(header), m_settings(settings), m_key(std::move(key)), m_later(new QTimer(this)) {
  const QVariantList kept = m_settings.value(m_key).toList();
  for (int column = 0; column < first.size() && column < m_header.count(); ++column) {
    const int width = column < kept.size() ? kept[column].toInt() : 0;
    m_header.resizeSection(column, width > 0 ? qMin(width, 2000) : first[column]);
  }
  m_later->setSingleShot(true);
  m_later->setInterval(500);
  connect(m_later, &QTimer::timeout, this, &ColumnWidths::save);
  connect(&m_header, &QHeaderView::sectionResized, m_later, qOverload<>(&QTimer::start));
}

void ColumnWidths::save() {
  QVariantList widths;
  for (int column = 0; column < m_header.count(); ++column) widths.append(m_header.sectionSize(column));
  if (m_settings.value(m_key).toList() != widths) m_settings.setValue(m_key, widths);
}

}  // namespace courier
