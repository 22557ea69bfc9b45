#include "tests/widgets/dialogs/DialogsFixture.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/explore/ResultTableModel.h"
#include "models/query/ConnectionUrl.h"
#include "tests/support/Enqueue.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Fold.h"
#include "widgets/common/TextView.h"
#include "widgets/connections/ConnectionNameDialog.h"
#include "widgets/connections/ConnectionsDialog.h"
#include "widgets/connections/FilePreviewDialog.h"
#include "widgets/export/ExportDialog.h"
#include "widgets/jobs/BodyDialog.h"
#include "widgets/jobs/ElsewhereDialog.h"
#include "widgets/jobs/JobActions.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/results/CellDialog.h"
#include "widgets/results/ColumnFilterDialog.h"
#include "widgets/results/ResultDialogs.h"
#include "widgets/schedules/BackfillDialog.h"
#include "widgets/schedules/HistoryDialog.h"
#include "widgets/schedules/LoginQuestion.h"
#include "widgets/send/SendDialog.h"
#include "widgets/targets/BacklogDialog.h"
#include "widgets/targets/TargetDialog.h"
#include "widgets/window/QuitQuestion.h"

namespace courier::testing {
namespace {

bool knowsTargets(const Dialog& dialog) {
  const auto* box = dialog.findChild<QComboBox*>(QStringLiteral("target"));
  return box && box->findText(QStringLiteral("myweb")) >= 0;
}

}  // namespace

DialogsFixture::DialogsFixture() {
  addTargetDialogs();
  addConnectionDialogs();
  addScheduleDialogs();
  addSendDialogs();
  addFileDialogs();
  addQuestions();
  addViews();
  addExportDialogs();
}

DialogsFixture::~DialogsFixture() {
  drop();
}

Dialog& DialogsFixture::open(const Case& one, QWidget* parent) {
  drop();
  m_open = one.make(parent);
  m_open->open();
  activate(*m_open);
  if (one.isFilled && !waitUntil([&] { return one.isFilled(*m_open); })) qFatal("%s", qUtf8Printable(one.name));
  return *m_open;
}

void DialogsFixture::drop() {
  delete m_open;
  while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
  // What it still had to do is done, or is no more.
  QCoreApplication::processEvents();
}

void DialogsFixture::unfold(Dialog& dialog) {
  for (Fold* fold : dialog.findChildren<Fold*>()) fold->setOpen(true);
  QCoreApplication::processEvents();
}

QWidgetList DialogsFixture::walk(Dialog& dialog) {
  QWidgetList all;
  constexpr int kMostPresses = 300;
  for (int press = 0; press < kMostPresses; ++press) {
    QWidget* now = dialog.focusWidget();
    if (!now) break;
    // Within a time, Tab goes from hours to minutes first.
    const bool stays = !all.isEmpty() && all.last() == now;
    if (!stays && all.contains(now)) break;
    if (!stays) all.append(now);
    QTest::keyClick(now, Qt::Key_Tab);
  }
  return all;
}

void DialogsFixture::addTargetDialogs() {
  const auto target = [this](const std::optional<Target>& existing, QWidget* parent) {
    return new TargetDialog(m_targets, m_outbox, m_secrets, m_clock, existing, parent);
  };
  m_cases.push_back({QStringLiteral("TargetDialog new"), [target](QWidget* parent) { return target({}, parent); }});
  const Target web = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                               QStringLiteral("alice"), QStringLiteral("s3cret"));
  m_cases.push_back({QStringLiteral("TargetDialog edit"),
                     [this, target, web](QWidget* parent) { return target(*await(m_targets.find(web.id)), parent); }});
  m_cases.push_back({QStringLiteral("BacklogDialog"), [this, web](QWidget* parent) {
                       return new BacklogDialog(m_outbox, web.id, {web.name, 5, 2}, parent);
                     }});
}

void DialogsFixture::addConnectionDialogs() {
  const auto test = [](const DatabaseAccess&, const CancelToken&) {
    return QtFuture::makeReadyFuture(Expected<ConnectionSteps>(Error::of(ErrorKind::Network, {})));
  };
  const ConnectionServices services{m_connections, m_secrets, test};
  m_connectionActions = std::make_unique<ConnectionActions>(services, nullptr);
  m_cases.push_back({QStringLiteral("ConnectionDialog file"),
                     [services](QWidget* parent) { return new ConnectionDialog(services, std::nullopt, parent); }});
  Connection shop;
  shop.name = QStringLiteral("shop");
  shop.engine = Engine::MariaDb;
  shop.host = QStringLiteral("db.example.org");
  shop.database = QStringLiteral("shop");
  shop.user = QStringLiteral("ann");
  shop.server.tls = TlsMode::On;
  shop.server.label = QStringLiteral("production");
  shop.server.colour = MarkColour::Red;
  const auto created = await(m_connections.create(shop));
  if (!created) qFatal("connection");
  shop.id = *created;
  m_cases.push_back({QStringLiteral("ConnectionDialog server"),
                     [services, shop](QWidget* parent) { return new ConnectionDialog(services, shop, parent); }});
  for (const char* url :
       {"trino://ann@trino.example.org/hive/web?proxy=http%3A%2F%2Fann%40proxy.example.org%3A3128", "td://tokyo/web"}) {
    Connection other = connectionFromUrl(QString::fromLatin1(url), {})->connection;
    other.name = QString::fromLatin1(url).section(u':', 0, 0);
    other.secretKey = QStringLiteral("key");
    m_cases.push_back({QStringLiteral("ConnectionDialog ") + other.name,
                       [services, other](QWidget* parent) { return new ConnectionDialog(services, other, parent); }});
  }
  m_cases.push_back({QStringLiteral("ConnectionNameDialog"), [](QWidget* parent) {
                       return new ConnectionNameDialog(
                           QStringLiteral("Rename “shop”"), QStringLiteral("shop"), QStringLiteral("Rename"),
                           [](const QString&) { return doneWith<void>(Expected<void>()); }, parent);
                     }});
  m_cases.push_back({QStringLiteral("ConnectionsDialog"),
                     [this](QWidget* parent) { return new ConnectionsDialog(*m_connectionActions, parent); },
                     [](const Dialog& dialog) { return dialog.findChild<DataTable*>()->model()->rowCount() > 0; }});
}

void DialogsFixture::addScheduleDialogs() {
  Schedule daily = made(QStringLiteral("hourly_count_example"), QStringLiteral("30 * * * 1-5"));
  daily.sql = QStringLiteral("SELECT code, count(*) AS cnt\nFROM www_access\nWHERE day = '${slot_date}'\nGROUP BY 1");
  daily = add(daily);
  const auto connected = [](const Dialog& dialog) {
    return knowsTargets(dialog) && dialog.findChild<ConnectionBox*>()->count() > 0;
  };
  m_cases.push_back({QStringLiteral("ScheduleDialog new"),
                     [this](QWidget* parent) { return new ScheduleDialog(parts(), ScheduleDialog::fresh(), parent); },
                     connected});
  m_cases.push_back({QStringLiteral("ScheduleDialog edit"),
                     [this, daily](QWidget* parent) { return new ScheduleDialog(parts(), daily, parent); }, connected});
  const auto isCounted = [](const Dialog& dialog) {
    return !dialog.findChild<QLabel*>(QStringLiteral("count"))->text().isEmpty();
  };
  m_cases.push_back({QStringLiteral("BackfillDialog"),
                     [this, daily](QWidget* parent) { return new BackfillDialog(m_schedules, daily, m_clock, parent); },
                     isCounted});
  m_database.change(
      QStringLiteral(
          "INSERT INTO slot (schedule_id, slot, state, reason, missed, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"),
      {daily.id.value, m_clock.nowMs() - 7'200'000, QStringLiteral("missed"), QStringLiteral("Not run: 2 hours late."),
       1, m_clock.nowMs()});
  m_cases.push_back({QStringLiteral("HistoryDialog"),
                     [this, daily](QWidget* parent) { return new HistoryDialog(m_schedules, daily, m_clock, parent); },
                     isCounted});
}

void DialogsFixture::addSendDialogs() {
  const auto isPreviewed = [](const Dialog& dialog) {
    return knowsTargets(dialog) &&
           dialog.findChild<QLabel*>(QStringLiteral("size"))->text().contains(QStringLiteral("row"));
  };
  m_cases.push_back(
      {QStringLiteral("SendDialog"),
       [this](QWidget* parent) {
         ShownResult shown;
         shown.job = addJob(QStringLiteral("hourly counts"));
         shown.queryName = QStringLiteral("hourly counts");
         shown.result = result();
         shown.rows = 40;
         shown.incomplete = true;
         const auto send = [](const std::shared_ptr<const RowSource>&, const QVector<DeliveryRequest>&, bool) {
           return QtFuture::makeReadyFuture(
               Expected<QVector<DeliveryId>>(Error::of(ErrorKind::Storage, QStringLiteral("The disk is full."))));
         };
         return new SendDialog(shown, m_targets, m_outbox, m_secrets, send, parent);
       },
       isPreviewed});
  m_cases.push_back({QStringLiteral("ElsewhereDialog"),
                     [this](QWidget* parent) {
                       const auto send = [](const DeliveryRequest&) {
                         return QtFuture::makeReadyFuture(
                             Expected<DeliveryId>(Error::of(ErrorKind::Storage, QStringLiteral("The disk is full."))));
                       };
                       const Job job = *await(m_jobs.find(addJob(QStringLiteral("hourly counts"))));
                       return new ElsewhereDialog(job, {m_targets, m_outbox, m_secrets, m_clock, send}, parent);
                     },
                     knowsTargets});
}

void DialogsFixture::addFileDialogs() {
  const auto file = [this](const char* name, const QByteArray& bytes) {
    FileSource source;
    source.path = m_database.folder() + u'/' + QLatin1String(name);
    QFile written(source.path);
    if (!written.open(QIODevice::WriteOnly) || written.write(bytes) != bytes.size()) qFatal("%s", name);
    return source;
  };
  QByteArray sales = "id;customer;zip;amount;sold at;a column with a rather long name of its own\n";
  for (int row = 1; row <= 40; ++row)
    sales += QByteArray::number(row) + ";Zoë Müller;0" + QByteArray::number(1000 + row) + ";1.234,5;2026-11-30;\n";
  const FileSources one{file("sales.csv", sales)};
  const FileSources several{one.first(), file("people.json", R"([{"id":1,"name":"Ann","tags":["a"]}])")};
  const auto isShown = [](const Dialog& dialog) {
    return !dialog.findChild<QLabel*>(QStringLiteral("summary"))->text().isEmpty();
  };
  const auto copies = std::make_shared<const FileCopies>(m_database.folder() + QStringLiteral("/files"));
  for (const auto& [name, sources] :
       {std::pair("FilePreviewDialog one", one), std::pair("FilePreviewDialog several", several)}) {
    m_cases.push_back({QLatin1String(name),
                       [this, sources = sources, copies](QWidget* parent) {
                         return new FilePreviewDialog(sources, {}, copies, m_connections, parent);
                       },
                       isShown});
  }
}

void DialogsFixture::addQuestions() {
  m_cases.push_back({QStringLiteral("ConfirmDialog"), [](QWidget* parent) {
                       return new ConfirmDialog(
                           QStringLiteral("Delete “myweb”?"),
                           QStringLiteral("Its name, address and password are removed from this "
                                          "computer. The history of what was sent there stays, and "
                                          "deliveries that still wait are sent."),
                           QStringLiteral("Delete"), parent);
                     }});
  m_cases.push_back({QStringLiteral("ConfirmDialog overwrite"), [this](QWidget* parent) {
                       Delivery newer = deliveryTo(QStringLiteral("webs://reports.example.org/base"));
                       newer.targetText = QStringLiteral("myweb");
                       return askOverwrite(newer, m_clock.nowMs(), QStringLiteral("Send"), parent);
                     }});
  m_cases.push_back({QStringLiteral("MessageDialog"), [](QWidget* parent) {
                       return new MessageDialog(
                           QStringLiteral("Your data could not be read"),
                           QStringLiteral("courier.db was damaged. Query Courier set it aside as "
                                          "/home/alice/.local/share/query-courier/courier.db.damaged-2026-11-30 and "
                                          "started with an empty one."),
                           parent);
                     }});
  const QString pending =
      QStringLiteral("2 deliveries wait and 3 schedules are on. Nothing runs until you start Query Courier again.");
  for (const auto& [name, offer] : {std::pair("QuitQuestion keep", QuitQuestion::Offer::KeepOrQuit),
                                    {"QuitQuestion quit", QuitQuestion::Offer::QuitOnly},
                                    {"QuitQuestion forget", QuitQuestion::Offer::QuitOrForget}}) {
    m_cases.push_back({QString::fromLatin1(name),
                       [pending, offer = offer](QWidget* parent) { return new QuitQuestion(pending, offer, parent); }});
  }
  const auto change = [] {
    return QtFuture::makeReadyFuture(Expected<QStringList>(QStringList{QStringLiteral("It starts when you log in.")}));
  };
  m_cases.push_back({QStringLiteral("LoginQuestion start"), [change](QWidget* parent) {
                       return new LoginQuestion(LoginQuestion::startWords(), change, parent);
                     }});
  m_cases.push_back({QStringLiteral("LoginQuestion stop"), [change](QWidget* parent) {
                       return new LoginQuestion(LoginQuestion::stopWords(QStringLiteral(
                                                    "/home/alice/.config/systemd/user/query-courier-agent.service")),
                                                change, parent);
                     }});
}

void DialogsFixture::addViews() {
  const QByteArray bytes = R"({"column_names":["n"],"column_types":["long"],"data":[[1],[2],[3]]})";
  const SpoolFile file = body(QStringLiteral("job-1.json"), bytes, 3);
  BodySubject subject;
  subject.job = addJob(QStringLiteral("hourly counts"));
  subject.body = {spoolFolder() + QStringLiteral("/job-1.json"), {}, {}};
  subject.digest = QString::fromLatin1(file.sha256.toHex());
  subject.facts = QStringLiteral("3 rows, 68 bytes");
  m_cases.push_back({QStringLiteral("BodyDialog"),
                     [this, subject, bytes](QWidget* parent) {
                       const BodyBeginning beginning{bytes, bytes.size(), false, false};
                       return new BodyDialog(subject, beginning, {m_outbox, m_clock, spoolFolder()}, parent);
                     },
                     [](const Dialog& dialog) { return !dialog.findChild<BodyRowsPage*>()->isReading(); }});
  auto cells = std::make_unique<ResultTableModel>();
  cells->setStore(result());
  m_cells = std::move(cells);
  m_cases.push_back({QStringLiteral("RenameResultDialog"),
                     [](QWidget* parent) { return new RenameResultDialog(QStringLiteral("Result 1"), parent); }});
  m_cases.push_back({QStringLiteral("CompareResultsDialog"), [this](QWidget* parent) {
                       return new CompareResultsDialog({result(), QStringLiteral("before")},
                                                       {result(), QStringLiteral("Result 1")}, parent);
                     }});
  m_cases.push_back({QStringLiteral("ColumnFilterDialog"), [this](QWidget* parent) {
                       m_filtered = std::make_unique<ResultGrid>();
                       m_filtered->setResult(result());
                       return new ColumnFilterDialog(*m_filtered, 0, parent);
                     }});
  m_cases.push_back(
      {QStringLiteral("CellDialog"), [this](QWidget* parent) { return new CellDialog(m_cells->index(1, 0), parent); }});
}

void DialogsFixture::addExportDialogs() {
  for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Sql}) {
    const auto make = [this, format](QWidget* parent) {
      ExportOptions options;
      options.format = format;
      m_settings.setValue(QStringLiteral("export"), exportChoices(options));
      return new ExportDialog({{QStringLiteral("All 40 rows fetched"), result()}}, QStringLiteral("hourly counts"),
                              InsertDialect::Sqlite, m_settings, parent);
    };
    const auto isPreviewed = [](const Dialog& dialog) {
      return !dialog.findChild<TextView*>(QStringLiteral("preview"))->toPlainText().isEmpty();
    };
    m_cases.push_back(
        {QStringLiteral("ExportDialog ") + QString::fromLatin1(exportFormat(format).key), make, isPreviewed});
  }
}

std::shared_ptr<ResultStore> DialogsFixture::result() {
  if (m_result) return m_result;
  m_result = std::make_shared<ResultStore>(m_database.folder());
  if (!m_result->begin({{.name = QStringLiteral("page"), .databaseType = QStringLiteral("TEXT")},
                        {.name = QStringLiteral("cnt"), .databaseType = QStringLiteral("INTEGER")}}))
    qFatal("begin");
  ColumnBatchBuilder builder(2);
  for (int row = 0; row < 40; ++row) {
    builder.appendText(0, "/search/?c=Games+Electronics");
    builder.appendInteger(1, row * 17);
    builder.endRow();
  }
  if (!m_result->append(builder.take())) qFatal("append");
  return m_result;
}

}  // namespace courier::testing
