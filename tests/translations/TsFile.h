#pragma once

#include <QFile>
#include <QString>
#include <QStringList>
#include <QVector>
#include <QXmlStreamReader>

namespace courier::testing {

struct TsMessage {
  QString context;
  QString source;
  QString comment;
  bool isPlural = false;
  bool isFinished = true;
  QStringList translations;  ///< one, or each plural form
};

/// The messages of a .ts file; none where it cannot be read.
inline QVector<TsMessage> readTs(QIODevice& device) {
  QVector<TsMessage> messages;
  QXmlStreamReader reader(&device);
  QString context;
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) continue;
    if (reader.name() == u"name") context = reader.readElementText();
    if (reader.name() == u"message") {
      messages.append({context, {}, {}, reader.attributes().value(QStringLiteral("numerus")) == u"yes", true, {}});
    }
    if (reader.name() == u"source") messages.last().source = reader.readElementText();
    if (reader.name() == u"comment") messages.last().comment = reader.readElementText();
    if (reader.name() == u"translation") {
      TsMessage& message = messages.last();
      message.isFinished = reader.attributes().value(QStringLiteral("type")) != u"unfinished";
      if (!message.isPlural) message.translations.append(reader.readElementText());
    }
    if (reader.name() == u"numerusform") messages.last().translations.append(reader.readElementText());
  }
  return reader.hasError() ? QVector<TsMessage>() : messages;
}

inline QVector<TsMessage> readTs(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? readTs(file) : QVector<TsMessage>();
}

}  // namespace courier::testing
