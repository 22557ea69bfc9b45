#pragma once

#include <QWidget>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/jobs/KeptBody.h"

namespace courier {

class Button;
class DimLabel;
class ResultGrid;

/// A kept body as a grid, read on another thread from when the page is made; rows show as they come, and reading can
/// be stopped. It stops by itself when the page goes. Main thread.
class BodyRowsPage final : public QWidget {
  Q_OBJECT
 public:
  /// `spillFolder`: where large results are spilled.
  BodyRowsPage(const ComparedBody& body, const QString& spillFolder, QWidget* parent = nullptr);
  ~BodyRowsPage() override;

  [[nodiscard]] bool isReading() const { return m_isReading; }
  [[nodiscard]] ResultGrid* grid() const { return m_grid; }

 Q_SIGNALS:
  /// The body was read as far as it goes: whole, or until it could not be read or the person stopped it.
  void ended();
  /// It is not what it should be, or gone.
  void failed(const QString& sentence);
  void copyRefused(const QString& sentence);

 private:
  void showCount();
  void end(const Expected<void>& read);
  CancelToken m_cancel;
  bool m_isReading = true;
  bool m_isPart = false;  ///< rows may be missing
  ResultGrid* m_grid;
  DimLabel* m_count;
  Button* m_stop;
};

}  // namespace courier
