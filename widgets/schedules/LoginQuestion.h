#pragma once

#include <QFuture>
#include <QStringList>
#include <functional>

#include "models/base/Expected.h"
#include "widgets/common/Dialog.h"

class QLabel;

namespace courier {

class Note;

/// Asks whether Query Courier starts at login (or no longer does), has it done, and says what was done, or why not.
/// Main thread.
class LoginQuestion final : public Dialog {
  Q_OBJECT
 public:
  struct Words {
    QString heading;
    QString question;
    QString yes;
    QString no;
  };
  /// Does it and gives what happened, a sentence each.
  using Change = std::function<QFuture<Expected<QStringList>>()>;
  LoginQuestion(const Words& words, Change change, QWidget* parent = nullptr);

  /// What is asked when the first schedule is saved, and later.
  [[nodiscard]] static Words startWords();
  /// `means`: what starts it now.
  [[nodiscard]] static Words stopWords(const QString& means);
  void reject() override;

 Q_SIGNALS:
  /// It was done.
  void done();

 private:
  void begin();
  void finish(const Expected<QStringList>& outcome);

  Change m_change;
  bool m_busy = false;
  QLabel* m_words;
  Note* m_note;
  Button* m_no;
  Button* m_yes;
};

}  // namespace courier
