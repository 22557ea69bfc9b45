#pragma once

#include <QObject>

class QApplication;
class QWidget;

namespace courier {

/// How keys and the wheel act on the controls of every window. Enter presses the button that has the focus, as Space
/// does, whatever a dialog's default is; held down it presses no second one. The wheel scrolls: a choice or a number
/// takes it only while it has the focus. Installed once, for the whole program. Main thread.
class InputRules final : public QObject {
  Q_OBJECT
 public:
  /// `application` outlives it.
  explicit InputRules(QApplication& application);

  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace courier
