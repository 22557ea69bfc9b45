#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace courier {

/// A part of a form that is folded away under its title until somebody wants it. The title stands in the controls'
/// column of a FormGrid; it opens and closes by click, Space, and Alt with its mnemonic.
class Fold final : public QWidget {
  Q_OBJECT
 public:
  /// `name` becomes the title button's object name.
  Fold(const QString& title, const QString& name, QWidget* parent = nullptr);

  /// What is folded away.
  [[nodiscard]] QVBoxLayout* content() const { return m_content; }
  void setOpen(bool open);
  [[nodiscard]] bool isOpen() const;

 private:
  QToolButton* m_title;
  QWidget* m_body;
  QVBoxLayout* m_content;
};

}  // namespace courier
