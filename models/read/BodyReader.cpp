#include "models/read/BodyReader.h"

#include <QCoreApplication>
#include <QFile>

#include "models/read/BodySource.h"
#include "models/read/CsvRowsReader.h"
#include "models/read/ObjectRowsReader.h"
#include "models/read/ResultRowsReader.h"
#include "models/write/JsonObjectsWriter.h"

namespace courier {
namespace {

struct BodyReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

QString formatText(BodyFormat format) {
  switch (format) {
    case BodyFormat::Objects:
      return BodyReaderTr::tr("a JSON array of objects");
    case BodyFormat::Lines:
      return BodyReaderTr::tr("JSON lines");
    case BodyFormat::Csv:
      return BodyReaderTr::tr("CSV");
    case BodyFormat::Result:
      break;
  }
  return BodyReaderTr::tr("JSON of names, types and rows");
}

/// One body on its way into one sink, once or, where a first look is needed, twice.
class BodyRead {
 public:
  BodyRead(QIODevice& device, const BodyOptions& form, BatchSink& sink, const BodyReadOptions& options)
      : m_form(form),
        m_sink(sink),
        m_options(options),
        m_source(device, form.gzip ? BodySource::Packing::Gzip : BodySource::Packing::None, options.maxBytes) {}

  Expected<void> run() {
    if (m_form.format == BodyFormat::Result) {
      ResultRowsReader reader(m_sink, maxRowBytes());
      return pass(reader);
    }
    if (!m_options.columns.isEmpty()) {
      bool fits = true;
      auto done = readKnown(fits);
      if (fits) return done;
      if (auto rewound = m_source.rewind(); !rewound) return rewound;
    }
    return readUnknown();
  }

 private:
  [[nodiscard]] size_t maxRowBytes() const { return static_cast<size_t>(m_options.maxRowBytes); }
  [[nodiscard]] ObjectsReader::Shape shape() const {
    return m_form.format == BodyFormat::Lines ? ObjectsReader::Shape::Lines : ObjectsReader::Shape::Array;
  }

  Expected<void> readKnown(bool& fits) {
    Columns columns = m_options.columns;
    for (Column& column : columns) column.source = TypeSource::Fixed;
    const auto run = [&](BodyRowsReader& reader) {
      auto done = pass(reader);
      fits = reader.damage().isEmpty();
      return done;
    };
    if (m_form.format == BodyFormat::Csv) {
      CsvRowsReader reader(m_sink, maxRowBytes(), columns);
      return run(reader);
    }
    ObjectRowsReader reader(m_sink, shape(), maxRowBytes(), columns, objectKeys(columns),
                            ObjectRowsReader::Typing::Known);
    return run(reader);
  }

  Expected<void> readUnknown() {
    if (m_form.format == BodyFormat::Csv) {
      CsvRowsReader reader(m_sink, maxRowBytes(), {});
      return pass(reader);
    }
    ObjectKeysReader keys(m_sink, shape(), maxRowBytes());
    if (auto done = pass(keys); !done) return done;
    if (auto rewound = m_source.rewind(); !rewound) return rewound;
    Columns columns;
    for (const QString& key : keys.keys()) {
      Column column;
      column.name = key;
      columns.push_back(column);
    }
    ObjectRowsReader reader(m_sink, shape(), maxRowBytes(), columns, keys.keys(), ObjectRowsReader::Typing::AsTheyCome);
    return pass(reader);
  }

  Expected<void> pass(BodyRowsReader& reader) {
    for (;;) {
      if (m_options.cancel.isCancelled()) {
        return Error::of(ErrorKind::Cancelled, BodyReaderTr::tr("Stopped."));
      }
      const auto piece = m_source.next();
      if (!piece) {
        if (m_source.reason().isEmpty()) return piece.error();
        return Error::invalidInput(BodyReaderTr::tr("This body cannot be shown as rows: %1.").arg(m_source.reason()));
      }
      if (piece->empty()) break;
      if (auto taken = asSentence(reader, reader.take(*piece)); !taken) return taken;
    }
    return asSentence(reader, reader.finish());
  }

  Expected<void> asSentence(const BodyRowsReader& reader, const Expected<void>& done) const {
    if (done || reader.damage().isEmpty()) return done;
    return Error::invalidInput(
        BodyReaderTr::tr("This body cannot be read as %1: %2.").arg(formatText(m_form.format), reader.damage()));
  }

  BodyOptions m_form;
  BatchSink& m_sink;
  const BodyReadOptions& m_options;
  BodySource m_source;
};

}  // namespace

Expected<void> readBody(QIODevice& device, const BodyOptions& form, BatchSink& sink, const BodyReadOptions& options) {
  return BodyRead(device, form, sink, options).run();
}

Expected<void> readBody(const QString& path, const BodyOptions& form, BatchSink& sink, const BodyReadOptions& options) {
  QFile file(path);
  if (!file.exists()) {
    return Error::notFound(QCoreApplication::translate("KeptBody", "The body is no longer kept on this computer."),
                           path);
  }
  if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
    return Error::of(ErrorKind::Storage,
                     QCoreApplication::translate("KeptBody", "The body could not be read: %1.").arg(file.errorString()),
                     path);
  }
  return readBody(file, form, sink, options);
}

QString bodyFormText(const BodyOptions& form) {
  const QString format = formatText(form.format);
  return form.gzip ? BodyReaderTr::tr("%1, packed with gzip").arg(format) : format;
}

}  // namespace courier
