#pragma once

#include <QAccessible>
#include <QAccessibleWidget>

namespace courier {

class TextView;

/// A TextView for assistive technology: a text that can be read and selected, not written.
class TextViewAccess final : public QAccessibleWidget, public QAccessibleTextInterface {
 public:
  explicit TextViewAccess(TextView& view);

  /// Makes Qt ask for these objects; cheap to call again.
  static void install();
  /// Its text, or its cursor and selection, have changed.
  static void tellText(TextView* view);
  static void tellCursor(TextView* view);

  [[nodiscard]] QAccessible::State state() const override;
  [[nodiscard]] QString text(QAccessible::Text kind) const override;
  void* interface_cast(QAccessible::InterfaceType type) override;

  void selection(int index, int* begin, int* end) const override;
  [[nodiscard]] int selectionCount() const override;
  void addSelection(int begin, int end) override;
  void removeSelection(int index) override;
  void setSelection(int index, int begin, int end) override;
  [[nodiscard]] int cursorPosition() const override;
  void setCursorPosition(int position) override;
  [[nodiscard]] QString text(int begin, int end) const override;
  [[nodiscard]] QString textAtOffset(int offset, QAccessible::TextBoundaryType boundary, int* begin,
                                     int* end) const override;
  [[nodiscard]] int characterCount() const override;
  [[nodiscard]] QRect characterRect(int offset) const override;
  [[nodiscard]] int offsetAtPoint(const QPoint& point) const override;
  void scrollToSubstring(int begin, int end) override;
  [[nodiscard]] QString attributes(int offset, int* begin, int* end) const override;

 private:
  [[nodiscard]] TextView& view() const;
};

}  // namespace courier
