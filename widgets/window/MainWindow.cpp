#include "widgets/window/MainWindow.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QMimeData>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "models/storage/Settings.h"
#include "widgets/common/Panels.h"
#include "widgets/window/RailButton.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

/// None where something else is among them.
QStringList droppedFiles(const QMimeData* data) {
  QStringList files;
  for (const QUrl& url : data->urls()) {
    if (!url.isLocalFile()) return {};
    files.append(url.toLocalFile());
  }
  return files;
}

constexpr QSize kFirstSize(1280, 800);
constexpr QSize kFrame(16, 48);  ///< a window manager's, at the most

const QString kGeometryKey = QStringLiteral("window/geometry");

}  // namespace

MainWindow::MainWindow(Settings& settings, QWidget* parent) : QMainWindow(parent), m_settings(settings) {
  setWindowTitle(tr("Query Courier"));
  setAcceptDrops(true);
  auto* center = new QWidget(this);
  auto* outer = new QVBoxLayout(center);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  auto* upper = new QHBoxLayout;
  upper->setSpacing(0);
  auto* rail = new Strip(Strip::Fill::Panel, Strip::RightLine, center);
  rail->setFixedWidth(88);
  rail->setAccessibleName(tr("Pages"));
  m_rail = new QVBoxLayout(rail);
  m_rail->setContentsMargins(6, 8, 7, 8);
  m_rail->setSpacing(4);
  m_rail->addStretch(1);
  upper->addWidget(rail);
  m_pages = new QStackedWidget(center);
  upper->addWidget(m_pages, 1);
  outer->addLayout(upper, 1);
  m_status = new StatusStrip(center);
  outer->addWidget(m_status);
  setCentralWidget(center);
  connect(m_status, &StatusStrip::outboxClicked, this, &MainWindow::outboxClicked);
  restorePlace();
}

void MainWindow::addPage(const QString& iconName, const QString& title, QWidget* page) {
  auto* button = new RailButton(iconName, title, m_rail->parentWidget());
  const auto number = m_entries.size() + 1;
  m_rail->insertWidget(m_rail->count() - 1, button);
  m_pages->addWidget(page);
  m_entries.append({button, page, {}});
  // Assistive technology checks it without a click.
  connect(button, &RailButton::toggled, this, [this, page](bool isChosen) {
    if (isChosen && page != currentPage()) showPage(page);
  });
  connect(button, &RailButton::clicked, this, [page] { page->setFocus(Qt::OtherFocusReason); });
  if (number <= 9) {
    const QKeySequence keys(static_cast<int>(Qt::CTRL) | (Qt::Key_0 + static_cast<int>(number)));
    button->setToolTip(QStringLiteral("%1 (%2)").arg(title, keys.toString(QKeySequence::NativeText)));
    connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, page] { showPage(page); });
  }
  if (number == 1) showPage(page);
}

void MainWindow::showPage(QWidget* page) {
  Entry* entry = entryOf(page);
  if (!entry) return;
  m_pages->setCurrentWidget(page);
  entry->button->setChecked(true);
  showText(entry->text);
  page->setFocus(Qt::OtherFocusReason);
  Q_EMIT pageShown(page);
}

QWidget* MainWindow::currentPage() const {
  return m_pages->currentWidget();
}

void MainWindow::setPageText(QWidget* page, const QString& text) {
  Entry* entry = entryOf(page);
  if (!entry) return;
  entry->text = text;
  if (page == currentPage()) showText(text);
}

void MainWindow::setTrouble(const QString& sentence) {
  m_trouble = sentence;
  const Entry* entry = entryOf(currentPage());
  showText(entry ? entry->text : QString());
}

void MainWindow::showText(const QString& ofPage) {
  m_status->setText(m_trouble.isEmpty() ? ofPage : m_trouble);
}

void MainWindow::setBadge(QWidget* page, qint64 count) {
  if (Entry* entry = entryOf(page)) entry->button->setBadge(count);
}

void MainWindow::setOutbox(qint64 waiting, qint64 needsYou) {
  m_status->setOutbox(waiting, needsYou);
}

void MainWindow::setNextRun(const QString& text) {
  m_status->setNextRun(text);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (m_mayClose && !m_mayClose()) {
    event->ignore();
    return;
  }
  m_settings.setValue(kGeometryKey, QString::fromLatin1(saveGeometry().toBase64()));
  event->accept();
  Q_EMIT closed();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedFiles(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QStringList paths = droppedFiles(event->mimeData());
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  Q_EMIT filesDropped(paths);
}

MainWindow::Entry* MainWindow::entryOf(const QWidget* page) {
  for (Entry& entry : m_entries) {
    if (entry.page == page) return &entry;
  }
  return nullptr;
}

void MainWindow::closeUnasked() {
  m_mayClose = {};
  close();
}

void MainWindow::restorePlace() {
  const QByteArray place = QByteArray::fromBase64(m_settings.value(kGeometryKey).toString().toLatin1());
  if (!place.isEmpty() && restoreGeometry(place)) return;
  const QScreen* screen = QGuiApplication::primaryScreen();
  const QSize room = screen ? screen->availableSize() : kFirstSize;
  resize(kFirstSize.boundedTo(room - kFrame));
  // The frame counts too: what does not fit with it would hide the foot below the screen.
  if ((kFirstSize + kFrame).boundedTo(room) != kFirstSize + kFrame) setWindowState(Qt::WindowMaximized);
}

}  // namespace courier
