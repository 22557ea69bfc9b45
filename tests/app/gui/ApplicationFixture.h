#pragma once

#include <gtest/gtest.h>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/Services.h"
#include "app/gui/Application.h"
#include "tests/support/Await.h"
#include "widgets/query/QueryPage.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"
#include "widgets/window/MainWindow.h"

namespace courier::testing {

/// Keeps what would be shown on the desktop.
class RecordingNotifier final : public DesktopNotifier {
 public:
  struct Message {
    QString key;
    QString title;
    QString text;
  };
  void tell(const QString& key, const QString& title, const QString& text) override { told.append({key, title, text}); }
  void withdraw(const QString& key) override { withdrawn.append(key); }

  QVector<Message> told;
  QStringList withdrawn;
};

/// The whole window on a fresh data folder.
class ApplicationFixture : public ::testing::Test {
 protected:
  ApplicationFixture() { start(); }

  void start() {
    m_services = std::make_unique<Services>(ServicesOptions{m_folder.filePath(QStringLiteral("data")), {}, {}});
    const auto opened = m_services->open();
    if (!opened) qFatal("%s", qUtf8Printable(opened.error().message));
    auto notifier = std::make_unique<RecordingNotifier>();
    m_notifier = notifier.get();
    m_program = std::make_unique<Application>(*m_services, *opened, std::move(notifier));
    QSignalSpy restored(page(), &QueryPage::restored);
    m_program->start();
    window().resize(1280, 800);
    if (!waitUntil([&] { return restored.count() > 0 && window().isVisible(); })) qFatal("not started");
    if (!QTest::qWaitForWindowActive(&window())) qFatal("not active");
  }
  void end() {
    m_program.reset();
    m_services.reset();
  }
  [[nodiscard]] MainWindow& window() { return m_program->window(); }
  [[nodiscard]] QueryPage* page() { return window().findChild<QueryPage*>(); }
  [[nodiscard]] QueryTab* tab() { return page()->tabs()->current(); }
  void runQuery() {
    tab()->focusEditor();
    QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
    ASSERT_TRUE(waitUntil([&] { return tab()->results()->grid()->model()->rowCount() > 0; }));
  }

  QTemporaryDir m_folder;
  std::unique_ptr<Services> m_services;
  std::unique_ptr<Application> m_program;
  RecordingNotifier* m_notifier = nullptr;
};

}  // namespace courier::testing
