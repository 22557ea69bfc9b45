#pragma once

#include <QString>
#include <functional>
#include <optional>

#include "models/base/Expected.h"
#include "models/base/Ids.h"
#include "models/jobs/KeptBody.h"
#include "models/outbox/Delivery.h"

class QWidget;

namespace courier {

/// A kept body that a person looks at, with its name and facts. A value.
struct BodySubject {
  JobId job;
  ComparedBody body;
  QString digest;                    ///< SHA-256 of the kept bytes, in hex; "" where it is not known
  QString facts;                     ///< "100,000 rows, 18.7 MB"
  std::optional<Delivery> delivery;  ///< the one whose body it is; nothing for a result that was not sent
};

/// "job-12.csv.gz": how a body's file is named where a person saves it.
[[nodiscard]] QString suggestedBodyName(const BodySubject& subject);
/// Asks for a place; nothing is called where the person changes their mind. A name without an ending gets the right
/// one.
void askWhereToSave(const BodySubject& subject, QWidget* parent, std::function<void(const QString& path)> chosen);
/// Writes exactly the kept bytes to `to`, whole or not at all, on another thread.
void saveBody(const BodySubject& subject, const QString& to, QObject* context,
              std::function<void(const Expected<void>& saved)> then);

}  // namespace courier
