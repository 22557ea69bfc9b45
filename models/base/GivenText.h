#pragma once

#include <QByteArray>
#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// The text that the bytes of a file or of standard input hold: UTF-8, with a byte order mark or without, or UTF-16
/// with one, which is left out. InvalidInput for everything else, so that no character is ever replaced unsaid: the
/// error calls the bytes `source` ("The file a.sql", "Standard input"), names the first wrong place by line, column (in
/// characters, from 1) and byte (from 1), and says how to convert them. Pure.
[[nodiscard]] Expected<QString> givenText(const QByteArray& bytes, const QString& source);

}  // namespace courier
