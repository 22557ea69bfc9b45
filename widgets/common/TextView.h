#pragma once

#include <QPlainTextEdit>

namespace courier {

/// Text to read and copy, in the fixed font, as it is: never rendered as anything else.
class TextView final : public QPlainTextEdit {
  Q_OBJECT
 public:
  /// `name`: its accessible name.
  explicit TextView(const QString& name, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void recolor();
};

}  // namespace courier
