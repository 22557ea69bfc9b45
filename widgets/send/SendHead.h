#pragma once

#include <QWidget>
#include <optional>

#include "models/outbox/Delivery.h"

namespace courier {

class Button;
class Note;
class TextView;

/// The request line and the headers of a delivery to come, its secrets masked; and the same request as a curl command
/// on the clipboard, with placeholders. Main thread.
class SendHead final : public QWidget {
  Q_OBJECT
 public:
  explicit SendHead(QWidget* parent = nullptr);

  /// Nothing while it is not known where to. A secretKey that is not empty says that a secret goes along.
  /// `bodyIsKnown`: length and digest are; before, there is nothing to copy.
  void setDelivery(const std::optional<Delivery>& delivery, bool bodyIsKnown);
  /// The file that holds the body as it stands, "" for none: the command names it.
  void setBodyFile(const QString& path);
  /// About the body's file: that it is saved, or why not.
  void say(bool isGood, const QString& text);

 Q_SIGNALS:
  void saveRequested();

 private:
  void copyCommand();
  void showHead();
  std::optional<Delivery> m_delivery;
  bool m_bodyIsKnown = false;
  QString m_bodyFile;
  TextView* m_text;
  Button* m_copy;
  Button* m_save;
  Note* m_note;
};

/// "result.csv.gz": how a file with such a body is called unless somebody says otherwise.
[[nodiscard]] QString suggestedBodyFile(const BodyOptions& form);

}  // namespace courier
