#pragma once

#include <QVector>
#include <QWidget>

#include "models/address/TargetOptions.h"

class QPlainTextEdit;

namespace courier {

class Note;

/// A target's further headers, a line each: "Name: value".
class HeadersField final : public QWidget {
  Q_OBJECT
 public:
  explicit HeadersField(QWidget* parent = nullptr);

  void setHeaders(const QVector<HttpHeader>& headers);
  /// What stands there; a line without a colon is a name without a value.
  [[nodiscard]] QVector<HttpHeader> headers() const;
  /// Says below what is wrong, and gives the field to mend; null: nothing is.
  [[nodiscard]] QWidget* check();

 private:
  QPlainTextEdit* m_lines;
  Note* m_error;
};

}  // namespace courier
