#pragma once

#include <Qt>

namespace courier {

/// How a value or a message is meant: not at all, done, look at it, failed, going on, nothing. What shows it chooses
/// the colours.
enum class Tone { None, Ok, Warn, Bad, Info, Dim };

/// What item models tell delegates besides Qt's own roles, without a type of Qt Gui.
enum TableRole {
  ToneRole = Qt::UserRole + 100,  ///< int(Tone); any but None: DisplayRole is a pill's text
  NoteRole,                       ///< QString, dim, behind the text or the pill: "09:00, 3 rows"
  FaceRole                        ///< int(Face)
};

/// The letters a value is written in.
enum class Face { Plain, Strong, Mono, Faint };

}  // namespace courier
