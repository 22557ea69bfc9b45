#pragma once

#include <QWidget>
#include <optional>

#include "models/outbox/Outbox.h"

namespace courier {

class Note;

/// What changed since the last delivery to an address, and whether the target's guards will hold the result. Main
/// thread.
class SendChanges final : public QWidget {
  Q_OBJECT
 public:
  explicit SendChanges(Outbox& outbox, QWidget* parent = nullptr);
  /// Looks up what was delivered there and compares. Says nothing while the body is not known.
  void compare(const TargetUrl& url, const std::optional<BodyFacts>& body, const GuardOptions& guards);
  void clear();

 private:
  Outbox& m_outbox;
  quint64 m_asked = 0;  ///< an answer to an older question is dropped
  Note* m_note;
};

}  // namespace courier
