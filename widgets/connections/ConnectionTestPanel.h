#pragma once

#include <QFuture>
#include <QWidget>
#include <functional>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/query/ConnectionStep.h"
#include "models/query/QueryEngine.h"

class QLabel;

namespace courier {

class StepList;

/// How a connection is tried: QueryRunner::check(). Of the secrets those that are typed are given; its secretKey says
/// where the others are.
using ConnectionTest =
    std::function<QFuture<Expected<ConnectionSteps>>(const DatabaseAccess& access, const CancelToken& cancel)>;

/// The test of a connection on the screen: each step by name, what was found, or why not. Hidden until there is
/// something to say. Stopping frees the screen at once, whatever the server does; destroying it stops it.
class ConnectionTestPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit ConnectionTestPanel(ConnectionTest test, QWidget* parent = nullptr);
  ~ConnectionTestPanel() override;

  void start(const DatabaseAccess& access);
  void stop();
  /// What was found is of something else than what the fields say now.
  void withdraw();
  [[nodiscard]] bool isRunning() const { return m_isRunning; }

 Q_SIGNALS:
  void runningChanged(bool running);

 private:
  void show(const ConnectionSteps& steps);
  void finish();
  ConnectionTest m_test;
  QLabel* m_words;
  StepList* m_steps;
  CancelToken m_cancel;
  int m_run = 0;  ///< answers of earlier runs are not shown
  bool m_isRunning = false;
};

}  // namespace courier
