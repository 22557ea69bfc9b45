#include "models/storage/Database.h"

#include <QCoreApplication>
#include <QDate>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QThread>
#include <QTimer>
#include <mutex>
#include <optional>

#include "models/base/FileSync.h"
#include "models/storage/DatabaseFile.h"
#include "models/storage/Session.h"

namespace courier {

using databasefile::Check;
using databasefile::Condition;
using databasefile::Finding;

namespace {

struct DatabaseTr {
  Q_DECLARE_TR_FUNCTIONS(Database)
};

/// Up to here every page is looked at when the owner opens the file; that takes a tenth of a second at most.
constexpr qint64 wholeCheckLimit = qint64{50} << 20;

/// Closing any descriptor of a file drops all POSIX locks that the process has on it, SQLite's as well: the objects of
/// one process open their files one after the other.
std::mutex& openingOrder() {
  static std::mutex mutex;
  return mutex;
}

Error newerError(int version, int known) {
  return Error::of(ErrorKind::Busy,
                   DatabaseTr::tr("courier.db was written by a newer Query Courier (schema %1; this one knows "
                                  "%2). Update this program; nothing was changed.")
                       .arg(version)
                       .arg(known));
}

Error migrationNeedsOwner(int version, int known) {
  return Error::of(ErrorKind::Busy,
                   DatabaseTr::tr("courier.db is from an older version (schema %1; this one knows %2) and another "
                                  "Query Courier is running. Close that one, then try again.")
                       .arg(version)
                       .arg(known));
}

Error damagedError(const QString& detail) {
  return Error::of(ErrorKind::Storage,
                   DatabaseTr::tr("courier.db is damaged. Close every Query Courier and open it again: it sets "
                                  "the file aside and begins a new one."),
                   detail);
}

/// The switch needs the file for itself for a moment and, other than statements, does not wait for that.
Expected<void> switchToWal(Session& session) {
  constexpr int busy = 5;
  const QDeadlineTimer limit(ScopedConnection::busyLimitMs);
  for (;;) {
    QSqlQuery query(session.handle());
    query.setForwardOnly(true);
    if (query.exec(QStringLiteral("PRAGMA journal_mode = WAL")) && query.next()) {
      const QString mode = query.value(0).toString();
      if (mode == QLatin1String("wal")) return {};
      return Error::of(
          ErrorKind::Unsupported,
          DatabaseTr::tr("The disk that holds courier.db cannot share it safely between programs (no WAL). "
                         "Choose a data folder on another disk."),
          mode);
    }
    const bool isBusy = (query.lastError().nativeErrorCode().toInt() & 0xff) == busy;
    if (!isBusy || limit.hasExpired()) return storageError(query.lastError(), session.handle().databaseName());
    QThread::msleep(10);
  }
}

Expected<void> configure(Session& session) {
  for (const QString& pragma :
       {QStringLiteral("PRAGMA synchronous = FULL"), QStringLiteral("PRAGMA foreign_keys = ON")}) {
    if (auto set = session.execute(pragma); !set) return set.error();
  }
  return {};
}

Expected<qint64> dataVersion(Session& session) {
  auto version = session.row(QStringLiteral("PRAGMA data_version"), {},
                             [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!version) return version.error();
  return version->value_or(0);
}

}  // namespace

struct Database::State {
  std::unique_ptr<ScopedConnection> connection;
  std::optional<Error> failure;
  OpenReport report;
  std::unique_ptr<QTimer> watcher;
  qint64 seenVersion = -1;  ///< PRAGMA data_version at the last look; -1: not looked yet
};

Database::Database(QString folder, QObject* parent) : Database(std::move(folder), migrations::builtIn(), parent) {}

Database::Database(QString folder, migrations::Steps steps, QObject* parent)
    : QObject(parent),
      m_folder(std::move(folder)),
      m_steps(std::move(steps)),
      m(std::make_unique<State>()),
      m_thread(std::make_unique<WorkerThread>(QStringLiteral("store"))) {}

Database::~Database() {
  (void)m_thread->run([this] {
    m->watcher.reset();
    m->connection.reset();
  });
  m_thread.reset();
}

QString Database::path() const {
  return QDir(m_folder).filePath(QStringLiteral("courier.db"));
}

QFuture<Expected<OpenReport>> Database::open(OwnerLock lock) {
  return m_thread->run([this, lock]() -> Expected<OpenReport> {
    if (m->connection) return m->report;
    auto report = openFile(lock);
    if (report) {
      m->report = *report;
      m->failure.reset();
    } else {
      m->connection.reset();
      m->failure = report.error();
    }
    return report;
  });
}

Expected<OpenReport> Database::openFile(OwnerLock lock) {
  if (isNetworkFolder(m_folder)) {
    return Error::of(
        ErrorKind::Unsupported,
        tr("The data folder %1 is on a network drive, where courier.db cannot be kept safely. Choose a folder "
           "on this computer.")
            .arg(QDir::toNativeSeparators(m_folder)));
  }
  if (auto made = makePrivateFolder(m_folder); !made) return made.error();

  const std::scoped_lock inTurn(openingOrder());
  const int newest = static_cast<int>(m_steps.size());
  const bool isSmall = QFileInfo(path()).size() < wholeCheckLimit;
  const Check check = lock == OwnerLock::Held && isSmall ? Check::Whole : Check::Header;
  auto finding = databasefile::examine(path(), newest, check);
  if (!finding) return finding.error();
  OpenReport report;
  switch (finding->condition) {
    case Condition::Newer:
      return newerError(finding->version, newest);
    case Condition::Damaged: {
      if (lock != OwnerLock::Held) return damagedError(finding->detail);
      auto aside = databasefile::setAside(path(), QDate::currentDate());
      if (!aside) return aside.error();
      report.quarantined = *aside;
      break;
    }
    case Condition::Usable:
      report.fromVersion = finding->version;
      if (finding->version < newest && lock != OwnerLock::Held) return migrationNeedsOwner(finding->version, newest);
      break;
    case Condition::New:
      break;
  }
  if (auto ready = prepare(report, finding->condition); !ready) return ready.error();
  return report;
}

Expected<void> Database::prepare(OpenReport& report, databasefile::Condition condition) {
  if (auto closed = databasefile::makePrivate(path()); !closed) return closed;
  auto connection = ScopedConnection::open(path(), ScopedConnection::Access::ReadWrite);
  if (!connection) return connection.error();
  Session& session = (*connection)->session();
  if (condition == Condition::Usable && report.fromVersion < m_steps.size()) {
    auto copy = databasefile::backUp(session, report.fromVersion, QDate::currentDate());
    if (!copy) return copy.error();
    report.backup = *copy;
  }
  if (auto switched = switchToWal(session); !switched) return switched;
  if (auto migrated = migrations::run(session, m_steps); !migrated) return migrated;
  if (auto configured = configure(session); !configured) return configured;
  if (condition != Condition::Usable) {
    if (auto synced = syncFolder(m_folder); !synced) return synced;
  }
  m->connection = std::move(*connection);
  m->seenVersion = -1;
  return {};
}

Expected<Session*> Database::openSession() {
  if (m->connection) return &m->connection->session();
  if (m->failure) return *m->failure;
  return Error::of(ErrorKind::Internal, tr("courier.db was used before it was opened."));
}

void Database::watch(int intervalMs) {
  (void)m_thread->run([this, intervalMs] {
    m->watcher.reset();
    if (intervalMs <= 0) return;
    m->watcher = std::make_unique<QTimer>();
    connect(m->watcher.get(), &QTimer::timeout, m->watcher.get(), [this] { look(); });
    look();
    m->watcher->start(intervalMs);
  });
}

void Database::look() {
  if (!m->connection) return;
  const auto version = dataVersion(m->connection->session());
  // A look that fails (the file is busy) is made up for by the next.
  if (!version) return;
  const bool isFirst = m->seenVersion < 0;
  const bool isNews = *version != m->seenVersion;
  m->seenVersion = *version;
  if (isNews && !isFirst) Q_EMIT changedElsewhere();
}

}  // namespace courier
