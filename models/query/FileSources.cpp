#include "models/query/FileSources.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>

#include "models/base/Wording.h"

namespace courier {
namespace {

struct FileSourcesTr {
  Q_DECLARE_TR_FUNCTIONS(FileSources)
};

/// The options that hold one value: each described once.
struct FileOption {
  const char* name;
  QString FileSource::*value;
  const char* words;  ///< what it may be, by blanks; "": checked by its kind
  enum class Kind { Words, Text, Character, CharacterOrNone } kind;
};
using OptionKind = FileOption::Kind;
constexpr FileOption kFileOptions[] = {
    {"table", &FileSource::table, "", OptionKind::Text},
    {"format", &FileSource::form, "csv json jsonl", OptionKind::Words},
    {"encoding", &FileSource::encoding, "", OptionKind::Text},
    {"delimiter", &FileSource::delimiter, "", OptionKind::Character},
    {"quote", &FileSource::quote, "", OptionKind::CharacterOrNone},
    {"escape", &FileSource::escape, "double backslash", OptionKind::Words},
    {"header", &FileSource::header, "on off", OptionKind::Words},
    {"decimal", &FileSource::decimal, ", .", OptionKind::Words},
};

Error wrongValue(const QString& name, const QString& what) {
  return Error::invalidInput(FileSourcesTr::tr("The file option %1 is %2.").arg(name, what));
}

QString listedWords(const QStringList& words) {
  if (words.size() < 2) return words.join(QString());
  return FileSourcesTr::tr("%1 or %2").arg(words.mid(0, words.size() - 1).join(QStringLiteral(", ")), words.last());
}

Expected<QString> checked(const FileOption& option, const QString& value) {
  const QString name = QLatin1String(option.name);
  switch (option.kind) {
    case OptionKind::Words: {
      const QStringList words = QString::fromLatin1(option.words).split(u' ');
      if (words.contains(value)) return value;
      return wrongValue(name, listedWords(words));
    }
    case OptionKind::Text:
      if (!value.isEmpty() && !hasControlCharacters(value)) return value;
      return wrongValue(name, FileSourcesTr::tr("a name without control characters"));
    case OptionKind::Character:
    case OptionKind::CharacterOrNone:
      break;
  }
  if (value == u"tab") return QStringLiteral("\t");
  const bool mayBeNone = option.kind == OptionKind::CharacterOrNone;
  if (mayBeNone && value == u"none") return value;
  const bool isCharacter = value.size() == 1 && value[0].unicode() < 0x80 && value[0] != u'\n' && value[0] != u'\r' &&
                           value[0] != QChar(u'\0');
  if (isCharacter) return value;
  return wrongValue(name, mayBeNone ? FileSourcesTr::tr("one ASCII character, tab or none")
                                    : FileSourcesTr::tr("one ASCII character or tab"));
}

/// Percent-decoded where every percent sign stands for a byte of UTF-8, else as it is.
QString decodedPath(const QString& path) {
  static const QRegularExpression lone(QStringLiteral("%(?![0-9A-Fa-f]{2})"));
  if (path.contains(lone)) return path;
  const QByteArray decoded = QByteArray::fromPercentEncoding(path.toUtf8());
  const QString text = QString::fromUtf8(decoded);
  return text.toUtf8() == decoded ? text : path;
}

QString codedValue(const QString& value, const char* kept) {
  return QString::fromLatin1(QUrl::toPercentEncoding(value, kept));
}

Expected<FileSource> sourceAt(QString path, const QString& workingFolder) {
  const QString form = FileSourcesTr::tr("Write file:/path/sales.csv.");
  if (path.startsWith(QLatin1String("//"))) {
    // "file:///path" has an empty host.
    path.remove(0, 2);
    if (!path.startsWith(u'/'))
      return Error::invalidInput(FileSourcesTr::tr("A file has no host.") + QLatin1Char(' ') + form);
  }
  if (path.isEmpty())
    return Error::invalidInput(FileSourcesTr::tr("The path of the file is missing.") + QLatin1Char(' ') + form);
  path = decodedPath(path);
  if (hasControlCharacters(path))
    return Error::invalidInput(FileSourcesTr::tr("The path of the file contains a control character. Remove it."));
  // "/C:/file.csv" on Windows.
  if (path.startsWith(u'/') && QDir::isAbsolutePath(path.mid(1))) path.remove(0, 1);
  FileSource source;
  source.path = QDir::cleanPath(QDir(workingFolder).absoluteFilePath(path));
  return source;
}

}  // namespace

Expected<void> FileSource::set(const QString& name, const QString& value) {
  for (const FileOption& option : kFileOptions) {
    if (name != QLatin1String(option.name)) continue;
    auto fine = checked(option, value);
    if (!fine) return fine.error();
    this->*option.value = *fine;
    return {};
  }
  if (name == u"null") {
    nulls.append(value);
    return {};
  }
  if (name == u"type") {
    const qsizetype colon = value.lastIndexOf(u':');
    const QString type = value.mid(colon + 1).toUpper();
    const QStringList known{QStringLiteral("INTEGER"), QStringLiteral("REAL"), QStringLiteral("TEXT")};
    if (colon < 1 || !known.contains(type))
      return wrongValue(name, FileSourcesTr::tr("COLUMN:TYPE, the type INTEGER, REAL or TEXT"));
    const QString column = value.left(colon);
    const auto same = std::find_if(types.begin(), types.end(), [&](const auto& one) { return one.first == column; });
    if (same == types.end()) {
      types.emplaceBack(column, type);
    } else {
      same->second = type;
    }
    return {};
  }
  QStringList names;
  for (const FileOption& option : kFileOptions) names.append(QLatin1String(option.name));
  names << QStringLiteral("null") << QStringLiteral("type");
  return Error::invalidInput(
      FileSourcesTr::tr("There is no file option “%1”. Known are %2.").arg(name, names.join(QStringLiteral(", "))));
}

QVector<std::pair<QString, QString>> FileSource::toPairs() const {
  QVector<std::pair<QString, QString>> pairs;
  for (const FileOption& option : kFileOptions) {
    const QString& value = this->*option.value;
    if (!value.isEmpty()) pairs.emplaceBack(QLatin1String(option.name), value == u"\t" ? QStringLiteral("tab") : value);
  }
  for (const QString& word : nulls) pairs.emplaceBack(QStringLiteral("null"), word);
  for (const auto& [column, type] : types)
    pairs.emplaceBack(QStringLiteral("type"), QString(column + QLatin1Char(':') + type));
  return pairs;
}

QJsonArray fileSourcesToJson(const FileSources& sources) {
  QJsonArray files;
  for (const FileSource& source : sources) {
    QJsonArray options;
    for (const auto& [name, value] : source.toPairs()) options.append(QJsonArray{name, value});
    QJsonObject file{{QStringLiteral("path"), source.path}};
    if (!options.isEmpty()) file.insert(QStringLiteral("options"), options);
    files.append(file);
  }
  return files;
}

FileSources fileSourcesFromJson(const QJsonArray& json) {
  FileSources sources;
  for (const QJsonValue& entry : json) {
    FileSource source;
    source.path = entry.toObject().value(QStringLiteral("path")).toString();
    if (source.path.isEmpty()) continue;
    for (const QJsonValue& option : entry.toObject().value(QStringLiteral("options")).toArray())
      (void)source.set(option.toArray().at(0).toString(), option.toArray().at(1).toString());
    sources.append(source);
  }
  return sources;
}

Expected<FileSources> fileSourcesFromUrl(const QString& rest, const QString& workingFolder) {
  static const QRegularExpression query(QStringLiteral("\\?(?=[a-z]+=)"));
  const qsizetype mark = rest.indexOf(query);
  auto first = sourceAt(mark < 0 ? rest : rest.left(mark), workingFolder);
  if (!first) return first.error();
  FileSources sources{*first};
  if (mark < 0) return sources;
  for (const QString& pair : rest.mid(mark + 1).split(u'&', Qt::SkipEmptyParts)) {
    const qsizetype equals = pair.indexOf(u'=');
    const QString name = equals < 0 ? pair : pair.left(equals);
    const QString value = equals < 0 ? QString() : pair.mid(equals + 1);
    if (name == u"file") {
      auto next = sourceAt(value, workingFolder);
      if (!next) return next.error();
      sources.append(*next);
    } else if (auto set = sources.last().set(name, decodedPath(value)); !set) {
      return set.error();
    }
  }
  return sources;
}

QString fileSourcesUrl(const FileSources& sources) {
  constexpr const char* kInPath = "/:,;!@$+=() ";
  QString url = QStringLiteral("file:");
  QChar sign = u'?';
  for (qsizetype index = 0; index < sources.size(); ++index) {
    if (index > 0) {
      url += sign + QStringLiteral("file=");
      sign = u'&';
    }
    url += codedValue(sources[index].path, kInPath);
    for (const auto& [name, value] : sources[index].toPairs()) {
      url += sign + name + QLatin1Char('=') + codedValue(value, ":,;| ");
      sign = u'&';
    }
  }
  return url;
}

}  // namespace courier
