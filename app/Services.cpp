#include "app/Services.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QFutureWatcher>
#include <QPromise>
#include <QStandardPaths>
#include <QThread>
#include <QThreadPool>
#include <QTimer>
#include <utility>

#include "app/RunnerLock.h"
#include "models/base/FileSync.h"
#include "models/base/WhenDone.h"
#include "models/files/FilesEngine.h"
#include "models/jobs/JobRows.h"
#include "models/mariadb/MariaDbEngine.h"
#include "models/odbc/OdbcEngine.h"
#include "models/outbox/OutboxRows.h"
#include "models/postgres/PostgresEngine.h"
#include "models/query/SampleDatabase.h"
#include "models/query/SqliteEngine.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/trino/TrinoEngine.h"

namespace courier {

namespace {

constexpr int openRetryMs = 100;
constexpr int openRetries = 50;
constexpr int watchMs = 1000;
/// After a hand-over, how long the lock is left to the one who asked for it (a window looks for it every second).
constexpr qint64 yieldMs = 5000;

std::map<Engine, std::shared_ptr<QueryEngine>> engines(const QString& refusedFile,
                                                       const std::shared_ptr<const FileCopies>& files) {
  const auto web = std::make_shared<WebThread>();
  return {{Engine::Sqlite, std::make_shared<SqliteEngine>(refusedFile)},
          {Engine::PostgreSql, std::make_shared<PostgresEngine>()},
          {Engine::MariaDb, std::make_shared<MariaDbEngine>()},
          {Engine::Odbc, std::make_shared<OdbcEngine>()},
          {Engine::Files, std::make_shared<FilesEngine>(files, refusedFile)},
          {Engine::Trino, std::make_shared<TrinoEngine>(Engine::Trino, web)},
          {Engine::TreasureData, std::make_shared<TrinoEngine>(Engine::TreasureData, web)}};
}

QString inFolder(const QString& folder, const char16_t* name) {
  return folder + u'/' + QString::fromUtf16(name);
}

/// The value of a future that needs this thread's events to finish. For the start of a program alone, before its own
/// event loop turns: anywhere else it would be a nested one.
template <class Value>
[[nodiscard]] Value waitAtStart(QFuture<Value> future) {
  QEventLoop loop;
  QFutureWatcher<Value> watcher;
  QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
  watcher.setFuture(future);
  if (!future.isFinished()) loop.exec();
  return future.result();
}

/// A cache folder on the network is not used: what is read in place has to be there.
QString rowsFolderFor(const QString& dataFolder) {
  const QString caches = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
  if (dataFolder != standardDataFolder() || caches.isEmpty() || isNetworkFolder(caches))
    return inFolder(dataFolder, u"cache");
  return caches + QStringLiteral("/query-courier");
}

/// At the first start, makes the sample database in the data folder and its connection "testdb". Once made it is the
/// person's: one that was deleted does not come back. Blocks.
Expected<void> makeSampleConnection(ConnectionStore& connections, Settings& settings, const QString& dataFolder) {
  const QString madeKey = QStringLiteral("sample/made");
  if (settings.value(madeKey).toBool()) return {};
  Connection connection;
  connection.name = QStringLiteral("testdb");
  connection.engine = Engine::Sqlite;
  connection.file = dataFolder + QStringLiteral("/sample.db");
  if (!QFile::exists(connection.file)) {
    if (auto made = makeSampleDatabase(connection.file); !made) return made.error();
  }
  const auto created = waitAtStart(connections.create(connection));
  // Two programs that start for the first time at once both come here; one of them finds the name taken.
  if (!created && created.error().kind != ErrorKind::AlreadyExists) return created.error();
  settings.setValue(madeKey, true);
  return {};
}

}  // namespace

/// In the order in which they are built; taken down from the last to the first.
struct Services::Parts {
  explicit Parts(ServicesOptions given)
      : options(std::move(given)),
        rowsFolder(rowsFolderFor(options.dataFolder)),
        owner(options.dataFolder, options.role),
        runnerLock(inFolder(options.dataFolder, u"run")),
        policy(options.policyFile.isEmpty() ? adminPolicyPath() : options.policyFile),
        database(options.dataFolder),
        settings(database),
        secrets(QStringLiteral("Query Courier")),
        connections(database, clock),
        queries(database, clock),
        targets(database, clock, &policy, {outboxrows::followTarget, jobrows::followTarget}),
        jobs(database, clock, schedulejobs::afterEnd),
        schedules(database, clock),
        outbox(database, clock, &policy),
        notices(database, clock),
        fileCopies(std::make_shared<FileCopies>(inFolder(options.dataFolder, u"files"))),
        queryRunner(engines(database.path(), fileCopies), &secrets),
        jobRunner(jobs, outbox, connections, secrets, queryRunner, inFolder(options.dataFolder, u"spool"),
                  runnerLock.name()),
        scheduler(schedules, clock, &policy),
        spoolCleaner(
            {jobs, targets, secrets, runnerLock, policy, clock, inFolder(options.dataFolder, u"spool"), rowsFolder}) {}

  ServicesOptions options;
  QString rowsFolder;
  SystemClock clock;
  Owner owner;
  RunnerLock runnerLock;
  AdminPolicyFile policy;
  Database database;
  Settings settings;
  ChosenSecretStore secrets;
  ConnectionStore connections;
  QueryStore queries;
  TargetStore targets;
  JobStore jobs;
  ScheduleStore schedules;
  Outbox outbox;
  NoticeStore notices;
  std::shared_ptr<const FileCopies> fileCopies;
  QueryRunner queryRunner;
  JobRunner jobRunner;
  Scheduler scheduler;
  SpoolCleaner spoolCleaner;
  std::unique_ptr<NetworkWatch> network;  ///< made with the first loop
  std::unique_ptr<DeliveryLoop> loop;
  bool isStopping = false;
  QFuture<void> stopped;       ///< of the present or last stopOwning()
  bool runsSchedules = false;  ///< owns them, or will once what was cut off is written down
  qint64 yieldsUntilMs = 0;    ///< by the monotonic clock

  [[nodiscard]] bool isCommand() const { return options.role == Owner::Role::Command; }
  Expected<OpenReport> look();
  Expected<OpenReport> openDatabase();
  void wake();
  void tidyFileCopies();
};

/// The file for those who only look. Any error means that more is needed: it is to be made, migrated or set aside.
Expected<OpenReport> Services::Parts::look() {
  if (!options.onlyLooks || !QFile::exists(database.path())) return Error::of(ErrorKind::NotFound, {});
  return waitAtStart(database.open(OwnerLock::NotHeld));
}

/// A command that starts while another process is making or migrating the file waits for that to be over.
Expected<OpenReport> Services::Parts::openDatabase() {
  for (int tries = 0;; ++tries) {
    const auto acquired = owner.tryAcquire();
    if (!acquired) return acquired.error();
    auto report = waitAtStart(database.open(*acquired ? OwnerLock::Held : OwnerLock::NotHeld));
    if (isCommand() && *acquired) owner.release();
    const bool isBusy = !report && report.error().kind == ErrorKind::Busy && !*acquired;
    if (!isBusy || tries == openRetries) return report;
    QThread::msleep(openRetryMs);
  }
}

void Services::Parts::wake() {
  if (!loop) return;
  loop->wake();
  if (isCommand()) return;
  jobRunner.workQueue();
  // A job that ended lets its schedule's next one go; another process may have changed a schedule.
  scheduler.wake();
}

/// What was loaded of files goes with their connection.
void Services::Parts::tidyFileCopies() {
  whenDone(connections.all(), &jobRunner, [this](const Expected<QVector<Connection>>& all) {
    if (!all) return;
    QVector<FileSources> kept;
    for (const Connection& connection : *all) kept.append(connection.files);
    QThreadPool::globalInstance()->start([copies = fileCopies, kept] { copies->keepOnly(kept); });
  });
}

Services::Services(ServicesOptions options) {
  if (options.dataFolder.isEmpty()) options.dataFolder = standardDataFolder();
  options.dataFolder = QDir(options.dataFolder).absolutePath();
  m = std::make_unique<Parts>(std::move(options));
  QObject::connect(&m->owner, &Owner::handOverAsked, &m->jobRunner, [this] {
    m->yieldsUntilMs = m->clock.monotonicMs() + yieldMs;
    (void)stopOwning();
  });
  QObject::connect(&m->owner, &Owner::rung, &m->jobRunner, [this] { m->wake(); });
  QObject::connect(&m->database, &Database::changedElsewhere, &m->jobRunner, [this] { m->wake(); });
  QObject::connect(&m->jobRunner, &JobRunner::jobEnded, &m->jobRunner, [this] { m->wake(); });
  QObject::connect(&m->scheduler, &Scheduler::queued, &m->jobRunner, [this] { m->wake(); });
}

Services::~Services() {
  m->loop.reset();
  if (m->owner.isOwner()) m->owner.release();
}

Expected<OpenReport> Services::open() {
  for (const QString& folder : {m->options.dataFolder, spoolFolder(), rowsFolder(), m->runnerLock.folder()}) {
    if (auto made = makePrivateFolder(folder); !made) return made.error();
  }
  auto report = m->look();
  const bool isLooking = report.ok();
  if (!isLooking) {
    if (auto locked = m->runnerLock.lock(); !locked) return locked.error();
    report = m->openDatabase();
    if (!report) return report;
  }
  if (auto loaded = waitAtStart(m->settings.load()); !loaded) return loaded.error();
  if (auto made = makeSampleConnection(m->connections, m->settings, m->options.dataFolder); !made) return made.error();
  if (!isLooking) m->database.watch(watchMs);
  return report;
}

void Services::startOwning(const std::function<void(DeliveryLoop&)>& beforeItStarts) {
  if (m->loop) return;
  DeliveryLoopOptions options;
  options.spoolFolder = spoolFolder();
  options.scope.all = !m->isCommand();
  options.ssl = m->options.ssl;
  if (!m->network) m->network = std::make_unique<SystemNetworkWatch>();
  options.network = m->network.get();
  options.policy = &m->policy;
  m->loop = std::make_unique<DeliveryLoop>(m->outbox, m->secrets, m->clock, options);
  if (m->options.deliveryTrouble) {
    QObject::connect(m->loop.get(), &DeliveryLoop::failed, &m->jobRunner,
                     [this](const Error& error) { m->options.deliveryTrouble(error); });
  }
  if (beforeItStarts) beforeItStarts(*m->loop);
  m->runsSchedules = !m->isCommand();
  // Schedules wait for it: a run that was cut off would count as one that is still going.
  recoverInterruptedJobs(m->jobs, m->runnerLock, [this] {
    if (!m->runsSchedules) return;
    m->jobRunner.workQueue();
    m->scheduler.start();
  });
  if (!m->isCommand()) {
    QObject::connect(m->loop.get(), &DeliveryLoop::settled, &m->spoolCleaner, [this](const Delivery& delivery) {
      const bool isToGo = delivery.to.options.retention == Retention::UntilDelivered;
      if (isToGo && delivery.state == DeliveryState::Delivered) m->spoolCleaner.cleanSoon();
    });
    m->spoolCleaner.start();
    m->tidyFileCopies();
  }
  // Whoever listens to it does so by now: it works on a thread of its own.
  m->loop->start();
}

QFuture<void> Services::stopOwning() {
  m->runsSchedules = false;
  m->spoolCleaner.stop();
  m->scheduler.stop();
  m->jobRunner.stopQueue();
  if (!m->loop) {
    m->owner.release();
    return QtFuture::makeReadyFuture();
  }
  // Asked again meanwhile, it is the same end: another would take down the loop that may be made after this one.
  if (std::exchange(m->isStopping, true)) return m->stopped;
  auto stopped = std::make_shared<QPromise<void>>();
  stopped->start();
  m->stopped = stopped->future();
  whenDone(m->loop->stop(), &m->owner, [this, stopped] {
    m->isStopping = false;
    m->loop.reset();
    if (m->yieldsUntilMs > 0) m->yieldsUntilMs = m->clock.monotonicMs() + yieldMs;
    m->owner.release();
    stopped->finish();
  });
  return m->stopped;
}

QFuture<Expected<void>> Services::end() {
  m->runsSchedules = false;
  m->scheduler.stop();
  QObject* context = &m->scheduler;
  // What runs is stopped although the slots could not be marked; that is told in the end.
  const auto marked = m->schedules.interruptRunning(m->runnerLock.name());
  auto stopped = inEitherCase(marked, context, [this](const Expected<int>&) { return m->jobRunner.stop(); });
  auto left = andThen(std::move(stopped), context, [this] { return stopOwning(); });
  auto told = andThen(std::move(left), context, [marked] { return marked.result(); });
  return andThen(std::move(told), context, [](int) {});
}

bool Services::isWorking() const {
  return m->loop && !m->isStopping;
}

bool Services::tryWorking() {
  if (isWorking()) return true;
  if (m->isStopping || m->clock.monotonicMs() < m->yieldsUntilMs) return false;
  const auto acquired = m->owner.tryAcquire();
  if (!acquired || !*acquired) return false;
  startOwning();
  return true;
}

void Services::wake() {
  m->wake();
}

const QString& Services::dataFolder() const {
  return m->options.dataFolder;
}
QString Services::spoolFolder() const {
  return inFolder(m->options.dataFolder, u"spool");
}
QString Services::rowsFolder() const {
  return m->rowsFolder;
}
Owner& Services::owner() {
  return m->owner;
}
const Clock& Services::clock() {
  return m->clock;
}
Database& Services::database() {
  return m->database;
}
const AdminPolicyFile& Services::policy() {
  return m->policy;
}
Settings& Services::settings() {
  return m->settings;
}
SecretStore& Services::secrets() {
  return m->secrets;
}
ConnectionStore& Services::connections() {
  return m->connections;
}
QueryStore& Services::queries() {
  return m->queries;
}
TargetStore& Services::targets() {
  return m->targets;
}
JobStore& Services::jobs() {
  return m->jobs;
}
ScheduleStore& Services::schedules() {
  return m->schedules;
}
Outbox& Services::outbox() {
  return m->outbox;
}
NoticeStore& Services::notices() {
  return m->notices;
}
std::shared_ptr<const FileCopies> Services::fileCopies() const {
  return m->fileCopies;
}
QueryRunner& Services::queryRunner() {
  return m->queryRunner;
}
JobRunner& Services::jobRunner() {
  return m->jobRunner;
}
SpoolCleaner& Services::spoolCleaner() {
  return m->spoolCleaner;
}
DeliveryLoop* Services::deliveryLoop() {
  return m->loop.get();
}

QString standardDataFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/query-courier");
}

}  // namespace courier
