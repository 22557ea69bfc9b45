#pragma once

#include <QDialog>

#include "widgets/common/Button.h"

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace courier {

/// The frame of every dialog: 20 px around, its name, the content, a foot with buttons. Shown with open(), never
/// exec(); deletes itself when it closes.
class Dialog : public QDialog {
  Q_OBJECT
 public:
  explicit Dialog(const QString& heading, QWidget* parent = nullptr);

  void setHeading(const QString& heading);
  /// Where the content goes; 12 px between its parts.
  [[nodiscard]] QVBoxLayout* content() const { return m_content; }
  /// Plain words below what is there already, on as many lines as they need.
  QLabel* addWords(const QString& text);
  /// A button at the left of the foot, and at the right: in the order they come, the primary one last.
  Button* addLeftButton(const QString& text, ButtonKind kind = ButtonKind::Plain);
  Button* addRightButton(const QString& text, ButtonKind kind = ButtonKind::Plain);
  /// The primary button, at the right, which Enter presses from the dialog's fields as well. Not for what deletes,
  /// sends, quits or installs: that has to be chosen itself.
  Button* addDefaultButton(const QString& text);
  /// Cancel, at the right: rejects.
  Button* addCancelButton();

 protected:
  /// Grows when its words need more lines than it has room for.
  bool event(QEvent* event) override;

 private:
  Button* addButton(QHBoxLayout* layout, const QString& text, ButtonKind kind);
  QLabel* m_heading;
  QVBoxLayout* m_content;
  QHBoxLayout* m_left;
  QHBoxLayout* m_right;
};

/// Asks before something that cannot be undone: what happens, what stays. accepted() when the person agrees. Begins at
/// Cancel.
class ConfirmDialog final : public Dialog {
  Q_OBJECT
 public:
  ConfirmDialog(const QString& question, const QString& consequences, const QString& agree, QWidget* parent = nullptr);
};

/// Something to be read, and Close. The words can be copied.
class MessageDialog final : public Dialog {
  Q_OBJECT
 public:
  MessageDialog(const QString& heading, const QString& words, QWidget* parent = nullptr);
};

}  // namespace courier
