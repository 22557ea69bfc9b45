#include "widgets/receiver/ReceiverWindow.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QUrl>
#include <QVBoxLayout>
#include <QWindow>

#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/Panels.h"
#include "widgets/common/Theme.h"
#include "widgets/receiver/ReceiverFields.h"
#include "widgets/receiver/RequestView.h"

namespace courier {
namespace {

const QString kPortKey = QStringLiteral("receiver/port");
constexpr int kKept = 20;                          ///< requests
constexpr qint64 kLargestBody = qint64{64} << 20;  ///< so that those kept stay bounded

ReceiverOptions optionsFor(const QString& folder) {
  ReceiverOptions options;
  options.saveFolder = folder;
  options.maxBodyBytes = kLargestBody;
  return options;
}

}  // namespace

ReceiverWindow::ReceiverWindow(Settings& settings, const Clock& clock, QWidget* parent)
    : Page(parent, Qt::Window), m_receiver(optionsFor(m_folder.path())), m_model(clock), m_settings(settings) {
  setAttribute(Qt::WA_StyledBackground);
  setWindowTitle(tr("Test receiver"));
  resize(1040, 680);
  PageHeader* header = addHeader(tr("Test receiver"));
  m_address = new QLabel(header);
  m_address->setFont(monospaceFont());
  m_address->setTextFormat(Qt::PlainText);
  m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
  header->addBeside(m_address);
  m_copy = new Button(tr("Copy"), ButtonKind::Quiet, header);
  m_copy->setAccessibleName(tr("Copy the address"));
  header->addBeside(m_copy);
  m_clear = new Button(tr("Clear"), ButtonKind::Plain, header);
  m_clear->setObjectName(QStringLiteral("clear"));
  m_clear->setAccessibleName(tr("Clear the list of requests"));
  header->addAction(m_clear);
  m_switch = new Button({}, ButtonKind::Plain, header);
  m_switch->setObjectName(QStringLiteral("switch"));
  header->addAction(m_switch);
  m_use = new Button(tr("Use as target"), ButtonKind::Primary, header);
  m_use->setObjectName(QStringLiteral("use"));
  header->addAction(m_use);

  m_fields = new ReceiverFields(this);
  addPart(m_fields);
  m_note = addNote("note");
  m_empty = new EmptyState(QStringLiteral("receiver"), {}, {}, this);
  QSplitter* split = newCardSplitter(this);
  auto* list = new Card(split);
  m_table = new DataTable(tr("Requests"), list);
  m_table->setModel(&m_model);
  QHeaderView* columns = m_table->horizontalHeader();
  columns->setStretchLastSection(false);
  columns->setMinimumSectionSize(40);
  columns->resizeSection(RequestTableModel::NumberColumn, 44);
  columns->resizeSection(RequestTableModel::WhenColumn, 92);
  columns->resizeSection(RequestTableModel::MethodColumn, 84);
  columns->setSectionResizeMode(RequestTableModel::PathColumn, QHeaderView::Stretch);
  columns->resizeSection(RequestTableModel::SizeColumn, 86);
  columns->resizeSection(RequestTableModel::AnswerColumn, 84);
  list->content()->addWidget(m_table);
  auto* side = new Card(split);
  m_view = new RequestView(m_folder.path(), side);
  side->content()->addWidget(m_view);
  split->addWidget(list);
  split->addWidget(side);
  split->setSizes({480, 520});
  addContent(split, m_empty);
  connectParts();
  showState();
}

void ReceiverWindow::connectParts() {
  connect(m_copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(address()); });
  connect(m_use, &Button::clicked, this, [this] { Q_EMIT targetWanted(addressWithSignIn()); });
  connect(m_clear, &Button::clicked, this, &ReceiverWindow::clear);
  connect(m_fields, &ReceiverFields::changed, this,
          [this] { m_receiver.setOptions(m_fields->over(m_receiver.options())); });
  connect(m_switch, &Button::clicked, this, [this] { m_receiver.isRunning() ? stop() : start(); });
  connect(&m_receiver, &Receiver::received, this, &ReceiverWindow::take);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    if (now.isValid()) m_view->setRequest(m_model.at(now.row()));
  });
}

ReceiverWindow::~ReceiverWindow() {
  m_receiver.stop();
  m_table->dropModel();
}

void ReceiverWindow::open() {
  if (!m_receiver.isRunning()) start();
  if (!isVisible()) m_cameFrom.remember(parentWidget());
  // A window of its own although the program's window owns it: a dialog there does not lock it.
  create();
  windowHandle()->setTransientParent(nullptr);
  show();
  raise();
  activateWindow();
  m_use->setFocus(Qt::OtherFocusReason);
}

QString ReceiverWindow::address() const {
  return m_receiver.address();
}

QString ReceiverWindow::addressWithSignIn() const {
  const ReceiverOptions& options = m_receiver.options();
  if (address().isEmpty() || options.user.isEmpty()) return address();
  const auto escaped = [](const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
  return QString(address()).replace(QStringLiteral("://"),
                                    QStringLiteral("://%1:%2@").arg(escaped(options.user), escaped(options.password)));
}

quint16 ReceiverWindow::keptPort() const {
  const int port = m_settings.value(kPortKey).toInt();
  return port > 0 && port <= 65'535 ? static_cast<quint16>(port) : quint16{0};
}

void ReceiverWindow::keepPort() {
  m_settings.setValue(kPortKey, static_cast<int>(m_receiver.port()));
}

Expected<void> ReceiverWindow::startAt(quint16 port) {
  ReceiverOptions options = m_fields->over(m_receiver.options());
  options.port = port;
  m_receiver.setOptions(options);
  return m_receiver.start();
}

void ReceiverWindow::start() {
  m_note->clear();
  const quint16 kept = keptPort();
  auto started = startAt(kept);
  const bool isTaken = !started && kept != 0;
  if (isTaken) started = startAt(0);
  if (!started) {
    m_note->say(Tone::Bad, started.error().message);
  } else if (!isTaken) {
    keepPort();
  } else {
    m_note->say(Tone::Warn, tr("Another program has taken port %1, where the receiver was: targets that point there "
                               "reach that program. Until it stops, the receiver has a new address.")
                                .arg(kept));
    Button* keep = m_note->addAction(tr("Keep the new address"));
    keep->setObjectName(QStringLiteral("keepPort"));
    connect(keep, &Button::clicked, this, [this] {
      keepPort();
      m_note->clear();
    });
  }
  showState();
}

void ReceiverWindow::stop() {
  m_receiver.stop();
  showState();
}

void ReceiverWindow::closeEvent(QCloseEvent* event) {
  stop();
  Page::closeEvent(event);
  m_cameFrom.giveBack();
}

void ReceiverWindow::take(const ReceivedRequest& request) {
  const bool followsNewest = !m_table->currentIndex().isValid() || m_table->currentIndex().row() == 0;
  forget(m_model.add(request, kKept));
  showEmpty(false);
  m_clear->setEnabled(true);
  if (followsNewest) m_table->selectRow(0);
}

void ReceiverWindow::clear() {
  const QVector<ReceivedRequest> all = m_model.rows();
  m_view->clear();
  m_model.setRows({});
  forget(all);
  showState();
}

void ReceiverWindow::forget(const QVector<ReceivedRequest>& requests) {
  for (const ReceivedRequest& gone : requests) {
    if (!gone.savedAs.isEmpty()) QFile::remove(gone.savedAs);
  }
}

void ReceiverWindow::showState() {
  const bool runs = m_receiver.isRunning();
  m_address->setText(runs ? address() : tr("stopped"));
  m_copy->setVisible(runs);
  m_use->setEnabled(runs);
  m_switch->setText(runs ? tr("Stop") : tr("Start"));
  const bool isEmpty = m_model.rowCount() == 0;
  m_clear->setEnabled(!isEmpty);
  showEmpty(isEmpty);
  if (runs) {
    m_empty->setText(tr("Nothing has arrived yet"),
                     tr("Press “Use as target” first, then send a result there from the Query page. It is shown here "
                        "exactly as a web server gets it. Only this computer can reach the address above."));
  } else {
    m_empty->setText(tr("The receiver is stopped"),
                     tr("Press “Start” to let it listen again. What is sent to it is shown here."));
  }
}

}  // namespace courier
