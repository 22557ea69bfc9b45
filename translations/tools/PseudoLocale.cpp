#include "translations/tools/PseudoLocale.h"

#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include "translations/tools/PseudoText.h"

namespace courier {

namespace {

void writeTranslation(QXmlStreamWriter& writer, const QString& source, bool isPlural) {
  writer.writeStartElement(QStringLiteral("translation"));
  if (isPlural) {
    for (int form = 0; form < 2; ++form) writer.writeTextElement(QStringLiteral("numerusform"), pseudoText(source));
  } else {
    writer.writeCharacters(pseudoText(source));
  }
  writer.writeEndElement();
}

}  // namespace

Expected<void> writePseudoLocale(QIODevice& templateTs, QIODevice& outputTs) {
  QXmlStreamReader reader(&templateTs);
  QXmlStreamWriter writer(&outputTs);
  bool isPlural = false;
  QString source;
  while (!reader.atEnd() && reader.readNext() != QXmlStreamReader::Invalid) {
    if (!reader.isStartElement()) {
      writer.writeCurrentToken(reader);
    } else if (reader.name() == u"TS") {
      writer.writeStartElement(QStringLiteral("TS"));
      writer.writeAttribute(QStringLiteral("version"), QStringLiteral("2.1"));
      writer.writeAttribute(QStringLiteral("language"), QStringLiteral("en_XA"));
    } else if (reader.name() == u"source") {
      source = reader.readElementText();
      writer.writeTextElement(QStringLiteral("source"), source);
    } else if (reader.name() == u"translation") {
      reader.skipCurrentElement();
      writeTranslation(writer, source, isPlural);
    } else {
      if (reader.name() == u"message") isPlural = reader.attributes().value(QStringLiteral("numerus")) == u"yes";
      writer.writeCurrentToken(reader);
    }
  }
  if (reader.hasError()) {
    return Error{ErrorKind::InvalidInput,
                 QStringLiteral("Line %1 of the template is no TS file.").arg(reader.lineNumber()),
                 reader.errorString(), std::nullopt};
  }
  return {};
}

}  // namespace courier
