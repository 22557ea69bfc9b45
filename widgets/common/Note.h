#pragma once

#include <QFrame>
#include <functional>

#include "widgets/common/Button.h"
#include "widgets/common/Theme.h"

class QHBoxLayout;
class QLabel;

namespace courier {

/// A message in the page, on a soft colour, with the mend as buttons beside it. Text can be selected and copied.
/// Hidden while it says nothing.
class Note final : public QFrame {
  Q_OBJECT
 public:
  explicit Note(QWidget* parent = nullptr);

  /// Says `text` (plain, its beginning where it is very long) and drops the buttons of the last message; "" hides the
  /// note.
  void say(Tone tone, const QString& text);
  void clear() { say(Tone::Info, {}); }
  /// Says what went wrong, with a button that takes it back and tries again.
  void complain(const QString& sentence, const std::function<void()>& tryAgain);
  [[nodiscard]] QString text() const { return m_text; }
  [[nodiscard]] Tone tone() const { return m_tone; }
  /// A button behind the text; gone with the next message.
  Button* addAction(const QString& text, ButtonKind kind = ButtonKind::Quiet);

 Q_SIGNALS:
  /// It begins or ends to say something: for the frame around it.
  void shownChanged(bool shown);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void recolor();
  Tone m_tone = Tone::Info;
  QLabel* m_label;
  QHBoxLayout* m_actions;
  QString m_text;
};

}  // namespace courier
