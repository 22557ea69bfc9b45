#include "tests/layers/LayerScan.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QProcess>
#include <QRegularExpression>

namespace courier::testing {

namespace {

QStringList headerFolders(const QString& module) {
  return {QLibraryInfo::path(QLibraryInfo::HeadersPath) + u'/' + module,
          QLibraryInfo::path(QLibraryInfo::LibrariesPath) + u'/' + module + QStringLiteral(".framework/Headers")};
}

bool isBelow(const QString& path, const QStringList& folders) {
  for (const QString& folder : folders) {
    if (path.startsWith(folder)) return true;
  }
  return false;
}

}  // namespace

QSet<QString> headersOfModule(const QString& module) {
  QSet<QString> names;
  for (const QString& folder : headerFolders(module)) {
    const QStringList files = QDir(folder).entryList(QDir::Files);
    names.unite(QSet<QString>(files.begin(), files.end()));
  }
  return names;
}

QSet<QString> umbrellaHeaders() {
  QSet<QString> names;
  for (const QString& module : QDir(QLibraryInfo::path(QLibraryInfo::HeadersPath)).entryList(QDir::Dirs)) {
    if (headersOfModule(module).contains(module)) names.insert(module);
  }
  return names;
}

LayerRule ruleFor(const QString& path) {
  static const QSet<QString> umbrellas = umbrellaHeaders();
  static const QSet<QString> screens = headersOfModule(QStringLiteral("QtGui"))
                                           .unite(headersOfModule(QStringLiteral("QtWidgets")))
                                           .unite(headersOfModule(QStringLiteral("QtSvg")));
  LayerRule rule;
  rule.forbiddenHeaders = umbrellas;
  rule.isPlatformFile = QRegularExpression(QStringLiteral("_(unix|win|mac)\\.")).match(path).hasMatch();
  if (isBelow(path, {QStringLiteral("models/"), QStringLiteral("tests/models/")})) {
    rule.forbiddenHeaders.unite(screens);
    rule.forbiddenPrefixes = {QStringLiteral("app/"),   QStringLiteral("widgets/"),   QStringLiteral("QtGui/"),
                              QStringLiteral("QtSvg/"), QStringLiteral("QtWidgets/"), QStringLiteral("Qsci/")};
  }
  if (isBelow(path, {QStringLiteral("widgets/"), QStringLiteral("tests/widgets/")})) {
    rule.forbiddenPrefixes = {QStringLiteral("app/")};
  }
  if (isBelow(path, {QStringLiteral("app/cli/")})) rule.forbiddenHeaders.unite(screens);
  // Product code knows nothing of its tests.
  if (!path.startsWith(QStringLiteral("tests/"))) rule.forbiddenPrefixes.append(QStringLiteral("tests/"));
  return rule;
}

QStringList breaches(const QString& text, const LayerRule& rule) {
  static const QRegularExpression include(QStringLiteral(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])"));
  static const QRegularExpression platform(
      QStringLiteral(R"(^\s*#\s*(?:el)?if.*\b(?:Q_OS_\w+|_WIN32|__APPLE__|__linux__)\b)"));
  QStringList found;
  const QStringList lines = text.split(u'\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    if (!rule.isPlatformFile && platform.match(lines[i]).hasMatch()) {
      found.append(QStringLiteral("line %1 asks which system it is compiled for").arg(i + 1));
    }
    const QString name = include.match(lines[i]).captured(1);
    if (name.isEmpty()) continue;
    if (rule.forbiddenHeaders.contains(name) || isBelow(name, rule.forbiddenPrefixes)) {
      found.append(QStringLiteral("line %1 includes %2").arg(i + 1).arg(name));
    }
  }
  return found;
}

QStringList sourcesBelow(const QString& root, const QString& folder) {
  QStringList paths;
  QDirIterator files(root + u'/' + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("*.mm")},
                     QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) paths.append(QDir(root).relativeFilePath(files.next()));
  paths.sort();
  return paths;
}

QStringList roomsInOrder(const QString& root, const QString& layer) {
  QFile list(root + u'/' + layer + QStringLiteral("/CMakeLists.txt"));
  if (!list.open(QIODevice::ReadOnly)) return {};
  static const QRegularExpression call(QStringLiteral(R"(courier_add_folders\(\s*\w+\s+([^)]*)\))"));
  static const QRegularExpression blank(QStringLiteral(R"(\s+)"));
  QStringList rooms = call.match(QString::fromUtf8(list.readAll())).captured(1).split(blank, Qt::SkipEmptyParts);
  for (QString& room : rooms) {
    if (room == QLatin1String(".")) room.clear();
  }
  return rooms;
}

RoomIncludes roomIncludes(const QString& root, const QString& layer) {
  const auto roomOf = [](const QString& path) { return path.count(u'/') < 2 ? QString() : path.section(u'/', 1, 1); };
  const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*\"(%1/[^\"]+)\"").arg(layer),
                                   QRegularExpression::MultilineOption);
  RoomIncludes found;
  for (const QString& path : sourcesBelow(root, layer)) {
    QFile file(root + u'/' + path);
    if (!file.open(QIODevice::ReadOnly)) continue;
    const QString room = roomOf(path);
    QSet<QString>& others = found[room];
    auto matches = include.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext()) {
      const QString other = roomOf(matches.next().captured(1));
      if (other != room) others.insert(other);
    }
  }
  return found;
}

QStringList orderBreaches(const RoomIncludes& includes, const QStringList& order) {
  QStringList found;
  for (auto room = includes.begin(); room != includes.end(); ++room) {
    const qsizetype floor = order.indexOf(room.key());
    if (floor < 0) found.append(QStringLiteral("%1 is not listed").arg(room.key()));
    for (const QString& other : room.value()) {
      if (order.indexOf(other) > floor) {
        found.append(QStringLiteral("%1 includes %2, which stands above it").arg(room.key(), other));
      }
    }
  }
  found.sort();
  return found;
}

QStringList neededLibraries(const QString& binary) {
  QProcess ldd;
  ldd.start(QStringLiteral("ldd"), {binary});
  if (!ldd.waitForFinished() || ldd.exitCode() != 0) return {};
  QStringList names;
  for (const QByteArray& line : ldd.readAllStandardOutput().split('\n')) {
    const QString name = QString::fromUtf8(line).trimmed().section(u' ', 0, 0);
    if (!name.isEmpty()) names.append(name.section(u'/', -1));
  }
  return names;
}

}  // namespace courier::testing
