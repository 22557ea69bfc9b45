#pragma once

#include <QObject>
#include <QTimer>

#include "models/explore/SelectionFigures.h"

namespace courier {

class ResultGrid;

/// Says what the selected cells of a grid come to: counted, added up and compared on another thread, some moments after
/// the selection last changed. Main thread.
class FigureWatch final : public QObject {
  Q_OBJECT
 public:
  explicit FigureWatch(ResultGrid& grid);
  /// Stops.
  ~FigureWatch() override;
  /// "12 cells · sum 4981 · …"; "" where fewer than two are selected.
  [[nodiscard]] QString text() const { return m_text; }

 Q_SIGNALS:
  void changed(const QString& text);

 private:
  void look();
  void say(const QString& text);
  ResultGrid& m_grid;
  QTimer m_soon;
  CancelToken m_cancel;
  QString m_text;
};

/// The figures in one line.
[[nodiscard]] QString figuresText(const SelectionFigures& figures);

}  // namespace courier
