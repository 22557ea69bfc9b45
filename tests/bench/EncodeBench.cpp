#include <benchmark/benchmark.h>

#include <QFile>
#include <QTemporaryDir>
#include <string>
#include <vector>

#include "models/base/FileSync.h"
#include "models/base/Sha256.h"
#include "models/data/ColumnTyper.h"
#include "models/spool/SpoolSink.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

constexpr int rowCount = 100'000;
constexpr int columnCount = 10;

/// Ten columns of a web server's log, as SQLite would describe them.
Columns logColumns() {
  const auto column = [](const char* name, ColumnType type) {
    return Column{QString::fromLatin1(name), {}, type, ColumnType::String, TypeSource::Declared};
  };
  return {column("time", ColumnType::Long),      column("host", ColumnType::String),
          column("user", ColumnType::String),    column("method", ColumnType::String),
          column("path", ColumnType::String),    column("code", ColumnType::Long),
          column("size", ColumnType::Long),      column("agent", ColumnType::String),
          column("referer", ColumnType::String), column("seconds", ColumnType::Double)};
}

/// 100,000 rows with quotes, other scripts and NULL; `widens`: the last row's code is a text.
std::vector<ColumnBatchPtr> logBatches(bool widens) {
  std::vector<ColumnBatchPtr> batches;
  ColumnBatchBuilder builder(columnCount);
  for (int row = 0; row < rowCount; ++row) {
    const std::string number = std::to_string(row * 7919 % 65536);
    builder.appendInteger(0, 1'412'320'845 + row);
    builder.appendText(1, "10." + std::to_string(row % 256) + ".34." + std::to_string(row % 199));
    if (row % 3 == 0) {
      builder.appendNull(2);
    } else {
      builder.appendText(2, row % 5 == 0 ? "Zoë Müller" : "user" + number);
    }
    builder.appendText(3, row % 11 == 0 ? "POST" : "GET");
    builder.appendText(4, "/category/electronics/item/" + number + (row % 13 == 0 ? "?q=日本語" : ""));
    if (widens && row == rowCount - 1) {
      builder.appendText(5, "none");
    } else {
      builder.appendInteger(5, row % 300 == 0 ? 404 : 200);
    }
    builder.appendInteger(6, row * 37 % 100'000);
    builder.appendText(7, "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)");
    builder.appendText(8, row % 4 == 0 ? "-" : "say \"" + number + "\"");
    builder.appendReal(9, row * 0.001);
    builder.endRow();
    if (builder.isFull()) batches.push_back(builder.take());
  }
  batches.push_back(builder.take());
  return batches;
}

void typing(benchmark::State& state) {
  const auto batches = logBatches(false);
  for (auto _ : state) {
    ColumnTyper typer(logColumns());
    for (const auto& batch : batches) typer.add(*batch, batch->rowCount());
    benchmark::DoNotOptimize(typer.columns());
  }
}
BENCHMARK(typing)->Unit(benchmark::kMillisecond);

void writing(benchmark::State& state) {
  const auto batches = logBatches(false);
  std::string out;
  size_t bytes = 0;
  for (auto _ : state) {
    const auto writer = makeBodyWriter(logColumns(), {});
    bytes = 0;
    for (const auto& batch : batches) {
      out.clear();
      writer->writeRows(*batch, batch->rowCount(), out);
      bytes += out.size();
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(bytes) * state.iterations());
}
BENCHMARK(writing)->Unit(benchmark::kMillisecond);

void hashing(benchmark::State& state) {
  const std::string block(size_t{20} << 20, 'x');
  for (auto _ : state) {
    Sha256 digest;
    digest.add(block);
    benchmark::DoNotOptimize(digest.finish());
  }
  state.SetBytesProcessed(static_cast<int64_t>(block.size()) * state.iterations());
}
BENCHMARK(hashing)->Unit(benchmark::kMillisecond);

/// What the operating system alone takes for 20 MB: written in blocks, synced, removed.
void bareFile(benchmark::State& state) {
  const QTemporaryDir folder;
  const std::string block(size_t{512} << 10, 'x');
  for (auto _ : state) {
    QFile file(folder.filePath(QStringLiteral("bare")));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) state.SkipWithError("no file");
    for (int index = 0; index < 40; ++index) file.write(block.data(), static_cast<qint64>(block.size()));
    if (!syncFile(file)) state.SkipWithError("no sync");
    file.remove();
  }
}
BENCHMARK(bareFile)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Argument: whether a column widens at the last row, so that everything is encoded twice.
void spooling(benchmark::State& state) {
  const QTemporaryDir folder;
  const auto batches = logBatches(state.range(0) != 0);
  int64_t bytes = 0;
  for (auto _ : state) {
    SpoolSink sink(folder.path(), {.body = {}, .memoryLimit = size_t(state.range(1)) << 20});
    if (!sink.begin(logColumns())) state.SkipWithError("no spool");
    for (const auto& batch : batches) {
      if (!sink.append(batch)) state.SkipWithError("no room");
    }
    const auto spool = sink.finish();
    if (!spool) {
      state.SkipWithError("no sync");
      break;
    }
    bytes += spool->bytes;
    QFile::remove(folder.filePath(spool->name));
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(spooling)->ArgsProduct({{0, 1}, {0, 16, 64}})->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace courier

BENCHMARK_MAIN();
