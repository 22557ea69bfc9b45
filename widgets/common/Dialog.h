#pragma once

#include <QDialog>
#include <QHash>
#include <QVariant>

#include "widgets/common/Button.h"
#include "widgets/common/FocusPlace.h"

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace courier {

class FormScroll;

/// The frame of every dialog: 20 px around, its name, the content, a foot with buttons. It is as high as its content
/// and no higher than its screen, on which the content scrolls between name and foot; it grows and shrinks with the
/// content until a person gives it another size. What was entered in its fields is not thrown away unasked. Where the
/// focus was before it opened, there it is again when it closes. Shown with open(), never exec(); deletes itself when
/// it closes.
class Dialog : public QDialog {
  Q_OBJECT
 public:
  explicit Dialog(const QString& heading, QWidget* parent = nullptr);

  void setHeading(const QString& heading);
  /// Where the content goes; 12 px between its parts.
  [[nodiscard]] QVBoxLayout* content() const;
  /// Plain words below what is there already, on as many lines as they need.
  QLabel* addWords(const QString& text);
  /// Between the content and the foot, always in sight: what is to be said about the whole.
  void addBelow(QWidget* part);
  /// A button at the left of the foot, and at the right: in the order they come, the primary one last.
  Button* addLeftButton(const QString& text, ButtonKind kind = ButtonKind::Plain);
  Button* addRightButton(const QString& text, ButtonKind kind = ButtonKind::Plain);
  /// The primary button, at the right, which Enter presses from the dialog's fields as well. Not for what deletes,
  /// sends, quits or installs: that has to be chosen itself.
  Button* addDefaultButton(const QString& text);
  /// Cancel, at the right: rejects.
  Button* addCancelButton();
  /// At least this large where the screen has the room; 0: as its content needs.
  void setPreferredSize(int width, int height = 0);
  /// Scrolls so that `part` of the content is in sight.
  void reveal(QWidget* part);
  void setVisible(bool visible) override;
  /// Escape, Cancel and closing the window: asks first where something was entered.
  void reject() override;

 protected:
  bool event(QEvent* event) override;
  /// What stands in the fields of `part`, or in all, is what the dialog filled in itself: nobody has entered it.
  void rememberFields(const QWidget* part = nullptr);
  /// Whether a person has entered something that would be lost: a field has another value than was remembered.
  [[nodiscard]] virtual bool hasEntries() const;

 private:
  Button* addButton(QHBoxLayout* layout, const QString& text, ButtonKind kind);
  void fit();
  void keepOnScreen(const QRect& room);
  void askDiscard();
  QLabel* m_heading;
  FormScroll* m_scroll;
  QVBoxLayout* m_below;
  QHBoxLayout* m_left;
  QHBoxLayout* m_right;
  QSize m_preferred{0, 0};
  QSize m_fitted;  ///< as fit() left it; none before it was shown
  QHash<const QWidget*, QVariant> m_remembered;
  FocusPlace m_cameFrom;
};

/// Asks before something that cannot be undone: what happens, what stays. accepted() when the person agrees. Begins at
/// the button that refuses.
class ConfirmDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `refuse`: "" is Cancel.
  ConfirmDialog(const QString& question, const QString& consequences, const QString& agree, QWidget* parent = nullptr,
                const QString& refuse = {});
};

/// Something to be read, and Close. The words can be copied.
class MessageDialog final : public Dialog {
  Q_OBJECT
 public:
  MessageDialog(const QString& heading, const QString& words, QWidget* parent = nullptr);
};

}  // namespace courier
