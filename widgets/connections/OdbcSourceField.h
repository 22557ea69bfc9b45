#pragma once

#include <QVector>
#include <QWidget>

#include "models/odbc/OdbcSources.h"

class QLineEdit;
class QMenu;

namespace courier {

class Button;
class CheckedField;
class DimLabel;

/// An ODBC data source, chosen from those of this computer, or a connection string; below it what its driver loses and
/// what cannot be checked, or what to install where there is no driver manager. Main thread; the sources are read on
/// another one.
class OdbcSourceField final : public QWidget {
  Q_OBJECT
 public:
  explicit OdbcSourceField(QWidget* parent = nullptr);

  /// The first time, reads the data sources.
  void setWanted(bool wanted);
  void setText(const QString& text);
  [[nodiscard]] QString text() const;
  [[nodiscard]] QLineEdit* edit() const;
  void setError(const QString& sentence);
  [[nodiscard]] QString error() const;

 Q_SIGNALS:
  void edited();
  /// The person is done with it, or has pasted or chosen one.
  void entered();

 private:
  void showSources(const Expected<QVector<OdbcDataSource>>& sources);
  void showWords();
  CheckedField* m_field;
  Button* m_choose;
  QMenu* m_menu;
  DimLabel* m_words;
  QVector<OdbcDataSource> m_sources;
  QString m_missing;  ///< what to install
  bool m_wasRead = false;
  qsizetype m_lastLength = 0;
};

}  // namespace courier
