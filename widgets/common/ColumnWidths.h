#pragma once

#include <QObject>
#include <QString>
#include <QVector>

class QHeaderView;
class QTimer;

namespace courier {

class Settings;

/// Keeps a table's column widths over restarts: those the person drew, else the first ones given. Belongs to the
/// header; `settings` outlives it.
class ColumnWidths final : public QObject {
  Q_OBJECT
 public:
  /// `key`: the setting's name, e.g. "jobs.columns".
  ColumnWidths(QHeaderView& header, Settings& settings, QString key, const QVector<int>& first);

 private:
  void save();
  QHeaderView& m_header;
  Settings& m_settings;
  QString m_key;
  QTimer* m_later;
};

}  // namespace courier
