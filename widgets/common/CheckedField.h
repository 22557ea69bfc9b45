#pragma once

#include <QLineEdit>
#include <QWidget>

class QLabel;

namespace courier {

/// A line to type in with room below for what is wrong with it. The error disappears when the text changes.
class CheckedField final : public QWidget {
  Q_OBJECT
 public:
  explicit CheckedField(const QString& name, QWidget* parent = nullptr);
  [[nodiscard]] QLineEdit* edit() const { return m_edit; }
  [[nodiscard]] QString text() const { return m_edit->text(); }
  /// "" takes the error away.
  void setError(const QString& sentence);
  [[nodiscard]] QString error() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void recolor();
  QLineEdit* m_edit;
  QLabel* m_error;
};

}  // namespace courier
