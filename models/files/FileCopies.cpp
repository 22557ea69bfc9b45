#include "models/files/FileCopies.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStorageInfo>
#include <QThread>
#include <algorithm>
#include <filesystem>

#include "models/base/FileLock.h"
#include "models/base/FileSync.h"
#include "models/base/PrivateFiles.h"
#include "models/base/Sha256.h"
#include "models/base/WholeFile.h"
#include "models/base/Wording.h"
#include "models/query/QueryEngine.h"

namespace courier {
namespace {

struct FileCopiesTr {
  Q_DECLARE_TR_FUNCTIONS(FileCopies)
};

/// Goes up when the same file would be loaded differently.
constexpr int kLoaderVersion = 1;
constexpr int kTries = 3;
constexpr int kLockPollMs = 20;
constexpr qint64 kInUseMs = 60'000;
constexpr qint64 kJustUsedMs = 3'600'000;
const QString kDatabaseEnding = QStringLiteral(".db");
const QString kReportEnding = QStringLiteral(".json");
const QString kPartEnding = QStringLiteral(".part");

QString shortDigest(const QByteArray& bytes) {
  Sha256 digest;
  digest.add(std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
  return QString::fromLatin1(digest.finish().left(16).toHex());
}

QJsonObject jsonOf(const TableReport& report) {
  QJsonArray columns;
  for (const FileColumn& column : report.columns) {
    QJsonObject one{{QStringLiteral("name"), column.name},
                    {QStringLiteral("type"), QLatin1String(cellTypeName(column.type))}};
    if (!column.original.isNull()) one.insert(QStringLiteral("original"), column.original);
    columns.append(one);
  }
  const RowFindings& found = report.findings;
  return {{QStringLiteral("path"), report.path},
          {QStringLiteral("table"), report.table},
          {QStringLiteral("rejects"), report.rejectsTable},
          {QStringLiteral("columns"), columns},
          {QStringLiteral("rows"), found.rows},
          {QStringLiteral("short_rows"), found.shortRows},
          {QStringLiteral("rejected"), found.rejected},
          {QStringLiteral("replaced"), found.replaced},
          {QStringLiteral("first_replaced"), found.firstReplaced},
          {QStringLiteral("zero_bytes"), found.zeroBytes},
          {QStringLiteral("misfits"), found.misfits}};
}

TableReport reportOf(const QJsonObject& json) {
  TableReport report;
  report.path = json.value(QStringLiteral("path")).toString();
  report.table = json.value(QStringLiteral("table")).toString();
  report.rejectsTable = json.value(QStringLiteral("rejects")).toString();
  for (const QJsonValue& entry : json.value(QStringLiteral("columns")).toArray()) {
    const QJsonObject one = entry.toObject();
    FileColumn column;
    column.name = one.value(QStringLiteral("name")).toString();
    column.type = cellTypeOf(one.value(QStringLiteral("type")).toString()).value_or(CellType::Text);
    if (one.contains(QStringLiteral("original"))) column.original = one.value(QStringLiteral("original")).toString();
    report.columns.append(column);
  }
  const auto number = [&](const char* name) { return json.value(QLatin1String(name)).toInteger(); };
  report.findings = {number("rows"),           number("short_rows"), number("rejected"), number("replaced"),
                     number("first_replaced"), number("zero_bytes"), number("misfits")};
  return report;
}

qint64 unusedMs(const QString& report) {
  return QFileInfo(report).lastModified().msecsTo(QDateTime::currentDateTime());
}

void noteUse(const QString& report) {
  std::error_code ignored;
  std::filesystem::last_write_time(QFileInfo(report).filesystemFilePath(),
                                   std::filesystem::file_time_type::clock::now(), ignored);
}

Error cannotKeep(const QString& path, const QString& why) {
  return {ErrorKind::Storage,
          FileCopiesTr::tr("The rows could not be kept in “%1” (%2). Check its permissions and the free space.")
              .arg(QDir::toNativeSeparators(QFileInfo(path).absolutePath()), why),
          why,
          {}};
}

}  // namespace

/// A copy as it would have to be now.
struct FileCopies::Wanted {
  QString choice;  ///< of the files and what was chosen for them
  QString name;    ///< path without an ending
  QVector<FileStamp> stamps;
  qint64 bytes = 0;
};

FileCopies::FileCopies(QString folder, FileCopiesLimits limits) : m_folder(std::move(folder)), m_limits(limits) {}

QString FileCopies::choiceKey(const FileSources& sources) {
  QJsonArray all{kLoaderVersion, fileSourcesToJson(sources)};
  for (const FileSource& source : sources) all.append(languageKey(source));
  return shortDigest(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

Expected<FileCopies::Wanted> FileCopies::wanted(const FileSources& sources) const {
  Wanted wanted;
  wanted.choice = choiceKey(sources);
  QByteArray state;
  for (const FileSource& source : sources) {
    const auto stamp = fileStamp(source.path);
    if (!stamp) return stamp.error();
    wanted.stamps.append(*stamp);
    wanted.bytes += stamp->bytes;
    state += QByteArray::number(stamp->bytes) + ' ' + QByteArray::number(stamp->writtenNs) + '\n';
  }
  wanted.name = m_folder + u'/' + wanted.choice + u'-' + shortDigest(state);
  return wanted;
}

std::optional<LoadedFiles> FileCopies::existing(const Wanted& wanted) const {
  QFile file(wanted.name + kReportEnding);
  if (!QFile::exists(wanted.name + kDatabaseEnding) || !file.open(QIODevice::ReadOnly)) return std::nullopt;
  const QJsonArray reports = QJsonDocument::fromJson(file.readAll()).array();
  if (reports.size() != wanted.stamps.size()) return std::nullopt;
  LoadedFiles loaded;
  loaded.database = wanted.name + kDatabaseEnding;
  for (const QJsonValue& report : reports) loaded.tables.append(reportOf(report.toObject()));
  noteUse(file.fileName());
  return loaded;
}

Expected<LoadedFiles> FileCopies::ensure(const FileSources& sources, const CancelToken& cancel,
                                         const LoadProgressed& progressed) const {
  for (int time = 0; time < kTries; ++time) {
    const auto copy = wanted(sources);
    if (!copy) return copy.error();
    if (auto there = existing(*copy)) return *there;
    if (auto made = makePrivateFolder(m_folder); !made) return made.error();
    FileLock lock(m_folder + QStringLiteral("/lock-") + copy->choice.left(2));
    for (;;) {
      const auto locked = lock.tryLock();
      if (!locked) return locked.error();
      if (*locked) break;
      if (cancel.isCancelled()) return cancelledQuery();
      QThread::msleep(kLockPollMs);
    }
    if (auto there = existing(*copy)) return *there;
    auto loaded = load(sources, *copy, cancel, progressed);
    if (!loaded) return loaded;
    // What was written meanwhile may be half old and half new.
    const auto after = wanted(sources);
    if (!after) {
      remove(copy->name);
      return after.error();
    }
    if (after->name == copy->name) {
      tidy(*copy);
      return loaded;
    }
    remove(copy->name);
  }
  return Error::of(ErrorKind::Busy,
                   FileCopiesTr::tr("“%1” changes while it is read. Try again when the program that writes it is done.")
                       .arg(QFileInfo(sources.value(0).path).fileName()));
}

Expected<void> FileCopies::checkRoom(const Wanted& wanted) const {
  const QStorageInfo disk(m_folder);
  const qint64 needed = wanted.bytes + m_limits.roomToSpare;
  if (!disk.isValid() || disk.bytesAvailable() < 0 || disk.bytesAvailable() >= needed) return {};
  return Error::of(ErrorKind::Storage,
                   FileCopiesTr::tr("There is not enough room on the disk of “%1”: loading takes about %2, and %3 are "
                                    "free. Make room there.")
                       .arg(QDir::toNativeSeparators(m_folder), sizeText(needed), sizeText(disk.bytesAvailable())));
}

Expected<LoadedFiles> FileCopies::load(const FileSources& sources, const Wanted& wanted, const CancelToken& cancel,
                                       const LoadProgressed& progressed) const {
  if (auto room = checkRoom(wanted); !room) return room.error();
  const QString part = wanted.name + kPartEnding;
  QFile::remove(part);
  QFile file(part);
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnlyFile))
    return cannotKeep(part, file.errorString());
  file.close();
  auto tables = loadInto(part, sources, wanted, cancel, progressed);
  if (!tables) {
    QFile::remove(part);
    return tables.error();
  }
  QJsonArray reports;
  for (const TableReport& report : std::as_const(*tables)) reports.append(jsonOf(report));
  const QString report = wanted.name + kReportEnding;
  Expected<void> kept = writeWholeFile(report, QJsonDocument(reports).toJson(QJsonDocument::Compact));
  if (kept) {
    QFile::setPermissions(report, ownerOnlyFile);
    kept = renameFile(part, wanted.name + kDatabaseEnding);
  }
  if (!kept) {
    QFile::remove(part);
    QFile::remove(report);
    return kept.error();
  }
  return LoadedFiles{wanted.name + kDatabaseEnding, *tables};
}

Expected<QVector<TableReport>> FileCopies::loadInto(const QString& part, const FileSources& sources,
                                                    const Wanted& wanted, const CancelToken& cancel,
                                                    const LoadProgressed& progressed) const {
  auto loader = TableLoader::open(part);
  if (!loader) return loader.error();
  QStringList taken;
  QVector<TableReport> tables;
  LoadProgress progress;
  progress.totalBytes = wanted.bytes;
  qint64 before = 0;
  for (qsizetype index = 0; index < sources.size(); ++index) {
    if (cancel.isCancelled()) return cancelledQuery();
    const FileSource& source = sources[index];
    const auto layout = guessLayout(source);
    if (!layout) return layout.error();
    progress.table = tableNameFor(source, taken);
    auto report = loader->load(source, *layout, progress.table, taken, cancel, [&](qint64 bytes, qint64 rows) {
      progress.bytes = before + bytes;
      progress.rows = rows;
      if (progressed) progressed(progress);
    });
    if (!report) return report.error();
    taken << report->table;
    if (!report->rejectsTable.isEmpty()) taken << report->rejectsTable;
    tables.append(*report);
    before += wanted.stamps[index].bytes;
  }
  if (auto finished = loader->finish(); !finished) return finished.error();
  return tables;
}

void FileCopies::remove(const QString& name) const {
  // The report goes last: a copy without one would never be found again.
  if (QFile::exists(name + kDatabaseEnding) && !QFile::remove(name + kDatabaseEnding)) return;
  QFile::remove(name + kReportEnding);
}

void FileCopies::tidy(const Wanted& kept) const {
  const QDir folder(m_folder);
  for (const QFileInfo& part : folder.entryInfoList({u'*' + kPartEnding}, QDir::Files)) {
    if (part.lastModified().daysTo(QDateTime::currentDateTime()) >= 1) QFile::remove(part.filePath());
  }
  qint64 bytes = 0;
  // The one used last comes first.
  for (const QFileInfo& report : folder.entryInfoList({u'*' + kReportEnding}, QDir::Files, QDir::Time)) {
    const QString name = m_folder + u'/' + report.completeBaseName();
    const qint64 unused = unusedMs(report.filePath());
    if (name == kept.name || unused < kInUseMs) continue;
    bytes += QFileInfo(name + kDatabaseEnding).size();
    const bool isOld = report.fileName().startsWith(kept.choice);
    if (isOld || bytes > m_limits.mostBytes || unused > qint64{m_limits.unusedDays} * 86'400'000) remove(name);
  }
}

void FileCopies::keepOnly(const QVector<FileSources>& connections) const {
  QStringList choices;
  for (const FileSources& sources : connections) choices.append(choiceKey(sources));
  for (const QFileInfo& report : QDir(m_folder).entryInfoList({u'*' + kReportEnding}, QDir::Files)) {
    const bool isWanted = choices.contains(report.completeBaseName().section(u'-', 0, 0));
    if (!isWanted && unusedMs(report.filePath()) > kJustUsedMs) remove(m_folder + u'/' + report.completeBaseName());
  }
}

QString loadReportText(const TableReport& report) {
  const RowFindings& found = report.findings;
  const QLocale locale;
  QStringList sentences;
  if (found.rejected > 0)
    sentences << FileCopiesTr::tr("%1 of %2 lines set apart.")
                     .arg(locale.toString(found.rejected), locale.toString(found.rows + found.rejected));
  const auto counted = [](qint64 number) { return static_cast<int>(qMin<qint64>(number, 2'000'000'000)); };
  if (found.shortRows > 0)
    sentences << FileCopiesTr::tr("%Ln line(s) ended early: NULL stands for the rest.", nullptr,
                                  counted(found.shortRows));
  if (found.replaced > 0)
    sentences << FileCopiesTr::tr("%Ln character(s) of another encoding became U+FFFD, the first in line %1.", nullptr,
                                  counted(found.replaced))
                     .arg(locale.toString(found.firstReplaced));
  if (found.zeroBytes > 0)
    sentences << FileCopiesTr::tr("%Ln zero byte(s) stayed in texts.", nullptr, counted(found.zeroBytes));
  if (found.misfits > 0)
    sentences << FileCopiesTr::tr("%Ln value(s) did not fit the chosen type and stayed text.", nullptr,
                                  counted(found.misfits));
  return sentences.join(u' ');
}

}  // namespace courier
