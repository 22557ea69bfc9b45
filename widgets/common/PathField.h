#pragma once

#include <QWidget>

class QHBoxLayout;
class QLineEdit;

namespace courier {

class Button;
class CheckedField;

/// The path of a file, typed or chosen.
class PathField final : public QWidget {
  Q_OBJECT
 public:
  /// `filter` as QFileDialog has it.
  PathField(const QString& name, const char* objectName, const QString& filter, QWidget* parent = nullptr);

  [[nodiscard]] CheckedField* field() const { return m_field; }
  [[nodiscard]] QLineEdit* edit() const;
  [[nodiscard]] QString path() const;
  /// A further button behind.
  Button* addButton(const QString& text, const QString& accessibleName);

 private:
  void choose(const QString& title, const QString& filter);
  CheckedField* m_field;
  QHBoxLayout* m_layout;
};

/// The filter of files that hold certificates or keys.
[[nodiscard]] QString pemFilter();

}  // namespace courier
