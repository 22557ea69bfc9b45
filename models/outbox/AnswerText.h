#pragma once

#include <QByteArray>
#include <QString>

#include "models/outbox/Delivery.h"

namespace courier {

/// A server's words: what its answer's body says, decoded by the character set that a byte order mark or its
/// Content-Type names. One that is not known here, or none where it is not UTF-8 either, is read as ISO-8859-1.

/// The value of the first header of that name among "Name: value" lines; "" where there is none.
[[nodiscard]] QString headerValue(const QString& headerLines, QLatin1String name);

/// The body in UTF-8. What was in another character set begins with a byte order mark, so that it is not decoded by its
/// header once more. Pure.
[[nodiscard]] QByteArray answerInUtf8(const QByteArray& body, const QString& headerLines);

/// A server's words as they may be shown: what would move the cursor, change the direction, hide or command a terminal
/// is shown by its name instead. They are looked at, never obeyed. Line breaks and tabs stay.
[[nodiscard]] QString harmless(QString text);

struct AnswerText {
  QString text;  ///< harmless(); "" where there is nothing to show
  QString note;  ///< a sentence where the text may not be what the server meant, or was not kept; else ""
};
/// What to show of a kept answer's body. Pure.
[[nodiscard]] AnswerText answerTextOf(const AttemptReport& report);

}  // namespace courier
