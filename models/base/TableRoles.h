#pragma once

#include <Qt>

namespace courier {

/// How a value in a table is meant; a delegate chooses its colours and draws it as a pill. None: plain text.
enum class CellTone { None, Ok, Warn, Bad, Info, Dim };

/// What item models tell delegates besides Qt's own roles, without a type of Qt Gui.
enum TableRole {
  ToneRole = Qt::UserRole + 100,  ///< int(CellTone); any but None: DisplayRole is a pill's text
  NoteRole,                       ///< QString, dim, behind the text or the pill: "09:00, 3 rows"
  FaceRole                        ///< int(Face)
};

/// The letters a value is written in.
enum class Face { Plain, Strong, Mono, Faint };

}  // namespace courier
