#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace courier {

/// A form that may be longer than the screen: as high as its content where there is room, else it scrolls, and what
/// has the focus is in sight.
class FormScroll final : public QScrollArea {
  Q_OBJECT
 public:
  explicit FormScroll(QWidget* parent = nullptr);

  /// Where the form goes; 12 px between its parts.
  [[nodiscard]] QVBoxLayout* content() const { return m_content; }
  /// How high it would be without scrolling, at that width.
  [[nodiscard]] int heightAt(int width) const;
  /// Scrolls so that `part` of the form is in sight, also where the form is about to change.
  void reveal(QWidget* part);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void keepHeight();
  QVBoxLayout* m_content;
};

}  // namespace courier
