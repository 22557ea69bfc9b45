#include "models/read/BodyReader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <memory>
#include <string>
#include <string_view>

#include "models/base/Gzip.h"
#include "models/base/Wording.h"
#include "models/read/CsvRowsReader.h"
#include "models/read/JsonRowsReader.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

struct BodyReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

constexpr qint64 readSize = qint64{512} << 10;

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

/// The bytes of a body, piece by piece, unpacked where they are packed: never more than a piece at a time, never more
/// than a limit in all. Any one thread; the device outlives it.
class BodySource {
 public:
  enum class Packing { None, Gzip };
  /// `maxBytes`: of unpacked bytes; 0: no limit.
  BodySource(QIODevice& device, Packing packing, qint64 maxBytes)
      : m_device(device), m_maxBytes(maxBytes), m_isPacked(packing == Packing::Gzip) {
    if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
  }

  /// The next piece, which stays until the next call; empty at the end. Errors: Storage, the device cannot be read;
  /// InvalidInput, what it holds is not what it should be: `reason()` has why.
  [[nodiscard]] Expected<std::string_view> next() {
    auto piece = m_isPacked ? unpack() : read();
    if (!piece) return piece;
    m_given += static_cast<qint64>(piece->size());
    if (m_maxBytes > 0 && m_given > m_maxBytes) {
      const QString size = sizeText(m_maxBytes, 0);
      return wrong(m_isPacked ? BodyReaderTr::tr("uncompressed, it is larger than %1").arg(size)
                              : BodyReaderTr::tr("it is larger than %1").arg(size));
    }
    return piece;
  }
  /// Goes back to the beginning, which a device that is not sequential allows.
  [[nodiscard]] Expected<void> rewind() {
    m_given = 0;
    m_packed = {};
    m_ended = false;
    m_reason.clear();
    if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
    if (m_device.seek(0)) return {};
    return Error::of(ErrorKind::Storage,
                     BodyReaderTr::tr("The body could not be read: %1.").arg(m_device.errorString()),
                     m_device.errorString());
  }
  /// What is wrong with the bytes, for a sentence to go on with; "" while nothing is.
  [[nodiscard]] const QString& reason() const { return m_reason; }

 private:
  [[nodiscard]] Expected<std::string_view> read() {
    m_read.resize(static_cast<size_t>(readSize));
    const qint64 length = m_device.read(m_read.data(), readSize);
    if (length < 0) {
      return Error::of(ErrorKind::Storage,
                       BodyReaderTr::tr("The body could not be read: %1.").arg(m_device.errorString()),
                       m_device.errorString());
    }
    return std::string_view(m_read.data(), static_cast<size_t>(length));
  }
  [[nodiscard]] Expected<std::string_view> unpack() {
    m_piece.clear();
    while (m_piece.size() < static_cast<size_t>(readSize)) {
      if (m_packed.empty()) {
        auto read = this->read();
        if (!read) return read;
        m_packed = *read;
        if (m_packed.empty()) {
          if (m_ended) break;
          return wrong(BodyReaderTr::tr("its gzip data ends too early"));
        }
      }
      if (m_ended) return wrong(BodyReaderTr::tr("something follows the end of its gzip data"));
      const auto state = m_unpacker->unpack(m_packed, static_cast<size_t>(readSize) - m_piece.size(), m_piece);
      if (state == GzipUnpacker::State::Damaged) {
        const bool began = m_given > 0 || !m_piece.empty();
        return wrong(began ? BodyReaderTr::tr("its gzip data is damaged")
                           : BodyReaderTr::tr("it is not compressed with gzip"));
      }
      m_ended = state == GzipUnpacker::State::Ended;
    }
    return std::string_view(m_piece);
  }
  [[nodiscard]] Error wrong(const QString& reason) {
    m_reason = reason;
    return Error::invalidInput(reason);
  }

  QIODevice& m_device;
  qint64 m_maxBytes;
  qint64 m_given = 0;
  bool m_isPacked;
  std::string m_read;         ///< from the device
  std::string_view m_packed;  ///< what is left of it
  std::string m_piece;        ///< unpacked
  std::unique_ptr<GzipUnpacker> m_unpacker;
  bool m_ended = false;
  QString m_reason;
};

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
    return Error::notFound(BodyReaderTr::tr("The body is no longer kept on this computer."), path);
  }
  if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
    return Error::of(ErrorKind::Storage, BodyReaderTr::tr("The body could not be read: %1.").arg(file.errorString()),
                     path);
  }
  return readBody(file, form, sink, options);
}

QString bodyFormText(const BodyOptions& form) {
  const QString format = formatText(form.format);
  return form.gzip ? BodyReaderTr::tr("%1, compressed with gzip").arg(format) : format;
}

Expected<void> readResultBody(const QString& path, BatchSink& sink) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
    return Error::of(ErrorKind::Storage,
                     BodyReaderTr::tr("The stored result “%1” could not be opened. Run the query again.")
                         .arg(QDir::toNativeSeparators(path)),
                     file.errorString());
  }
  const auto damaged = [&path](const QString& detail) {
    return Error::of(
        ErrorKind::Storage,
        BodyReaderTr::tr("The stored result “%1” is damaged. Run the query again.").arg(QDir::toNativeSeparators(path)),
        detail);
  };
  BodySource source(file, BodySource::Packing::None, 0);
  ResultRowsReader reader(sink, 0);
  const auto asOfThisFile = [&](const Expected<void>& done) -> Expected<void> {
    if (done || reader.damage().isEmpty()) return done;
    return damaged(reader.damage());
  };
  for (;;) {
    const auto piece = source.next();
    if (!piece) return damaged(piece.error().detail);
    if (piece->empty()) break;
    if (auto taken = asOfThisFile(reader.take(*piece)); !taken) return taken;
  }
  return asOfThisFile(reader.finish());
}

}  // namespace courier
