#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "models/explore/ValueSearch.h"

class QCheckBox;
class QLineEdit;

namespace courier {

class DimLabel;
class ResultGrid;

/// Above the grid: finds a text among the rows shown, the next one and the one before, and counts. Searches on other
/// threads; a new search drops the one before. Main thread.
class FindBar final : public QWidget {
  Q_OBJECT
 public:
  explicit FindBar(ResultGrid& grid, QWidget* parent = nullptr);
  /// Stops.
  ~FindBar() override;

  void begin();
  void findNext(bool backwards);
  [[nodiscard]] QString countText() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] SearchText wanted() const;
  [[nodiscard]] ShownCell from() const;
  void search(ShownCell from, bool backwards);
  void take(const Expected<std::optional<ShownCell>>& found);
  void count();
  void stop();
  void close();
  ResultGrid& m_grid;
  QLineEdit* m_text;
  QCheckBox* m_matchesCase;
  QCheckBox* m_inColumn;
  DimLabel* m_count;
  QTimer m_typed;
  CancelToken m_cancelSearch;
  CancelToken m_cancelCount;
  quint64 m_turn = 0;  ///< counts searches: an older answer is none
};

}  // namespace courier
