#include "app/AutostartText.h"

#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace courier::autostarttext {

namespace {

/// A program whose own name a format cannot hold is handed to the shell as an argument.
const QStringList byShell = {QStringLiteral("/bin/sh"), QStringLiteral("-c"), QStringLiteral("exec \"$0\" \"$@\"")};

QStringList wrapped(const QStringList& command, const char16_t* forbidden) {
  const QString characters = QString::fromUtf16(forbidden);
  for (const QChar character : command.first()) {
    if (characters.contains(character)) return byShell + command;
  }
  return command;
}

QStringList unwrapped(const QStringList& command) {
  return command.mid(0, byShell.size()) == byShell ? command.mid(byShell.size()) : command;
}

/// The value of the first line `key=…`.
QString lineOf(const QByteArray& text, const QString& key) {
  for (const QString& line : QString::fromUtf8(text).split(u'\n')) {
    if (line.startsWith(key + u'=')) return line.mid(key.size() + 1).trimmed();
  }
  return {};
}

/// Words in double quotes or without, apart by blanks; in quotes a backslash keeps the next character.
QStringList unquotedWords(const QString& line) {
  QStringList words;
  QString word;
  bool isIn = false;
  bool isQuoted = false;
  for (qsizetype at = 0; at < line.size(); ++at) {
    const QChar character = line[at];
    if (character == u'"') {
      isQuoted = !isQuoted;
      isIn = true;
    } else if (isQuoted && character == u'\\' && at + 1 < line.size()) {
      word += line[++at];
    } else if (!isQuoted && character == u' ') {
      if (isIn) words.append(word);
      word.clear();
      isIn = false;
    } else {
      word += character;
      isIn = true;
    }
  }
  if (isIn) words.append(word);
  return words;
}

QString systemdWord(QString word, bool isProgram) {
  word.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")).replace(u'%', QStringLiteral("%%"));
  // In the program's own name a dollar stands for itself.
  if (!isProgram) word.replace(u'$', QStringLiteral("$$"));
  return u'"' + word + u'"';
}

QString desktopWord(QString word) {
  word.replace(u'%', QStringLiteral("%%"));
  for (const QChar character : {u'\\', u'"', u'`', u'$'}) word.replace(character, QString(u'\\') + character);
  // Once more: the value as a whole is a string, in which a backslash escapes.
  word.replace(u'\\', QStringLiteral("\\\\"));
  return u'"' + word + u'"';
}

QString windowsWord(const QString& word) {
  QString quoted(u'"');
  qsizetype backslashes = 0;
  for (const QChar character : word) {
    // Backslashes are doubled only before a quotation mark.
    if (character == u'"') quoted += QString(backslashes + 1, u'\\');
    backslashes = character == u'\\' ? backslashes + 1 : 0;
    quoted += character;
  }
  return quoted + QString(backslashes, u'\\') + u'"';
}

}  // namespace

QByteArray systemdUnit(const QStringList& command) {
  const QStringList words = wrapped(command, u"\"'\\$");
  QStringList line = {systemdWord(words.first(), true)};
  for (const QString& word : words.mid(1)) line.append(systemdWord(word, false));
  return "[Unit]\n"
         "Description=Query Courier: schedules and deliveries\n"
         "\n"
         "[Service]\n"
         "ExecStart=" +
         line.join(u' ').toUtf8() +
         "\n"
         "Restart=on-failure\n"
         "RestartSec=30\n"
         "\n"
         "[Install]\n"
         "WantedBy=default.target\n";
}

QStringList systemdCommand(const QByteArray& unit) {
  QStringList words = unquotedWords(lineOf(unit, QStringLiteral("ExecStart")));
  for (qsizetype at = 0; at < words.size(); ++at) {
    words[at].replace(QStringLiteral("%%"), QStringLiteral("%"));
    if (at > 0) words[at].replace(QStringLiteral("$$"), QStringLiteral("$"));
  }
  return unwrapped(words);
}

QByteArray desktopEntry(const QStringList& command) {
  QStringList line;
  for (const QString& word : wrapped(command, u"=")) line.append(desktopWord(word));
  return "[Desktop Entry]\n"
         "Type=Application\n"
         "Name=Query Courier: schedules and deliveries\n"
         "Exec=" +
         line.join(u' ').toUtf8() +
         "\n"
         "Terminal=false\n"
         "NoDisplay=true\n";
}

QStringList desktopCommand(const QByteArray& entry) {
  const auto isOff = [&entry](const char* key, const char* off) {
    return lineOf(entry, QString::fromLatin1(key)) == QLatin1String(off);
  };
  if (isOff("Hidden", "true") || isOff("X-GNOME-Autostart-enabled", "false")) return {};
  QString line = lineOf(entry, QStringLiteral("Exec"));
  line.replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
  QStringList words = unquotedWords(line);
  for (QString& word : words) word.replace(QStringLiteral("%%"), QStringLiteral("%"));
  return unwrapped(words);
}

QByteArray launchAgent(const QString& label, const QStringList& command) {
  QByteArray text;
  QXmlStreamWriter xml(&text);
  xml.setAutoFormatting(true);
  xml.writeStartDocument();
  xml.writeDTD(
      QStringLiteral("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                     "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">"));
  xml.writeStartElement(QStringLiteral("plist"));
  xml.writeAttribute(QStringLiteral("version"), QStringLiteral("1.0"));
  xml.writeStartElement(QStringLiteral("dict"));
  xml.writeTextElement(QStringLiteral("key"), QStringLiteral("Label"));
  xml.writeTextElement(QStringLiteral("string"), label);
  xml.writeTextElement(QStringLiteral("key"), QStringLiteral("ProgramArguments"));
  xml.writeStartElement(QStringLiteral("array"));
  for (const QString& word : command) xml.writeTextElement(QStringLiteral("string"), word);
  xml.writeEndElement();
  xml.writeTextElement(QStringLiteral("key"), QStringLiteral("RunAtLoad"));
  xml.writeEmptyElement(QStringLiteral("true"));
  // Started again where it failed, left alone where it ended well.
  xml.writeTextElement(QStringLiteral("key"), QStringLiteral("KeepAlive"));
  xml.writeStartElement(QStringLiteral("dict"));
  xml.writeTextElement(QStringLiteral("key"), QStringLiteral("SuccessfulExit"));
  xml.writeEmptyElement(QStringLiteral("false"));
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeEndElement();
  xml.writeEndDocument();
  return text;
}

QStringList launchAgentCommand(const QByteArray& plist) {
  QXmlStreamReader xml(plist);
  QStringList command;
  bool isNext = false;
  bool isIn = false;
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isEndElement() && xml.name() == u"array") isIn = false;
    if (!xml.isStartElement()) continue;
    if (xml.name() == u"key") isNext = xml.readElementText() == u"ProgramArguments";
    if (xml.name() == u"array" && isNext) isIn = true;
    if (xml.name() == u"string" && isIn) command.append(xml.readElementText());
  }
  return xml.hasError() ? QStringList() : command;
}

QString windowsCommandLine(const QStringList& command) {
  QStringList line;
  for (const QString& word : command) line.append(windowsWord(word));
  return line.join(u' ');
}

QStringList windowsCommand(const QString& line) {
  QStringList words;
  QString word;
  bool isIn = false;
  bool isQuoted = false;
  qsizetype backslashes = 0;
  for (const QChar character : line + u' ') {
    if (character == u'\\') {
      ++backslashes;
      isIn = true;
      continue;
    }
    word += QString(character == u'"' ? backslashes / 2 : backslashes, u'\\');
    const bool isEscaped = backslashes % 2 == 1;
    backslashes = 0;
    if (character == u'"' && !isEscaped) {
      isQuoted = !isQuoted;
      isIn = true;
    } else if (character == u' ' && !isQuoted) {
      if (isIn) words.append(word);
      word.clear();
      isIn = false;
    } else {
      word += character;
      isIn = true;
    }
  }
  return words;
}

}  // namespace courier::autostarttext
