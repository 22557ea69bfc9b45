#pragma once

#include <QWidget>

#include "models/receiver/Receiver.h"

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QSpinBox;

namespace courier {

/// A row that says how the test receiver answers: with which status, what Retry-After, how late, and to whom. Starts
/// with what answers at once, to anybody. Main thread.
class ReceiverFields final : public QWidget {
  Q_OBJECT
 public:
  explicit ReceiverFields(QWidget* parent = nullptr);
  /// `options` with what stands in the fields; a half-typed status is the last whole one.
  [[nodiscard]] ReceiverOptions over(ReceiverOptions options) const;

 Q_SIGNALS:
  void changed();

 private:
  void takeStatus(const QString& typed);
  void showStatus();
  void addLabel(QHBoxLayout& line, const QString& text, QWidget* control);
  QSpinBox* makeSeconds(const char* name, const QString& says, const QString& none, int most);
  int m_code = 201;
  QComboBox* m_status;
  QSpinBox* m_retryAfter;
  QSpinBox* m_delay;
  QLineEdit* m_user;
  QLineEdit* m_password;
};

}  // namespace courier
