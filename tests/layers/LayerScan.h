#pragma once

#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

namespace courier::testing {

/// What a file may not include.
struct LayerRule {
  QStringList forbiddenPrefixes;   ///< of project and library paths: "app/", "QtGui/"
  QSet<QString> forbiddenHeaders;  ///< whole names: "QPainter", "QtWidgets"
  bool isPlatformFile = false;     ///< may ask which system it is compiled for
};

/// The files' names in a folder of headers, in every place Qt may keep a module's: "QtGui" → {"QPainter", "qpainter.h"
/// …}.
[[nodiscard]] QSet<QString> headersOfModule(const QString& module);
/// The names of headers that stand for a whole module: "QtCore", "QtWidgets" …
[[nodiscard]] QSet<QString> umbrellaHeaders();

/// The rule for a file by its path from the project's root ("models/base/Clock.h"). The tests of a layer follow the
/// layer's rule.
[[nodiscard]] LayerRule ruleFor(const QString& path);

/// What in a source text breaks the rule: "line 3 includes QPainter".
[[nodiscard]] QStringList breaches(const QString& text, const LayerRule& rule);

/// Source files (.h .cpp .mm) below a folder of the project, as paths from its root.
[[nodiscard]] QStringList sourcesBelow(const QString& root, const QString& folder);

/// The rooms of a layer ("models"), the ground floor first, as its CMakeLists.txt lists them.
[[nodiscard]] QStringList roomsInOrder(const QString& root, const QString& layer);

/// Which rooms of a layer each of its rooms includes files of. Files that stand in no room are of the room "".
using RoomIncludes = QMap<QString, QSet<QString>>;
[[nodiscard]] RoomIncludes roomIncludes(const QString& root, const QString& layer);

/// What breaks the order: "outbox includes delivery, which stands above it"; a room that is not listed.
[[nodiscard]] QStringList orderBreaches(const RoomIncludes& includes, const QStringList& order);

/// The libraries a program or library needs, those its libraries need included ("libQt6Core.so.6 …"); Linux.
[[nodiscard]] QStringList neededLibraries(const QString& binary);

}  // namespace courier::testing
