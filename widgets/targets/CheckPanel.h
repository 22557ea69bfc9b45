#pragma once

#include <QWidget>

#include "models/check/TargetCheck.h"

namespace courier {

class Note;
class SecretStore;
class StepList;
class TargetChecker;

/// A check of a target on the screen: first what would be sent, with a way around it, then a line a step as they come.
/// Hidden until there is something to say. Destroying it while a check runs ends that.
class CheckPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit CheckPanel(SecretStore& secrets, QWidget* parent = nullptr);

  /// Says what will be sent and asks: sendChosen() is the answer.
  void ask(const QString& announcement);
  /// Takes back what was asked.
  void withdraw();
  /// What is being asked, "" where nothing is.
  [[nodiscard]] QString asked() const;
  void start(const CheckInput& input);
  /// Ends a running check; the steps that were not reached are said to be not done.
  void stop();
  [[nodiscard]] bool isRunning() const { return m_checker != nullptr; }

 Q_SIGNALS:
  /// The person's answer: with the test body, or without it.
  void sendChosen(bool sends);
  void runningChanged(bool running);
  /// The check read this target's stored secret.
  void secretRead(courier::TargetId id, const QString& secretKey);

 private:
  void show(const CheckLine& line);
  void finish();
  SecretStore& m_secrets;
  Note* m_question;
  StepList* m_table;
  TargetChecker* m_checker = nullptr;
};

}  // namespace courier
