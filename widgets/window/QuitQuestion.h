#pragma once

#include "widgets/common/Dialog.h"

namespace courier {

/// Asks whether to keep running when the window closes while work is pending, or whether to quit anyway; the second
/// question also lets the person forget the remembered answer.
class QuitQuestion final : public Dialog {
  Q_OBJECT
 public:
  enum class Offer {
    KeepOrQuit,  ///< the answer is remembered
    QuitOnly,
    QuitOrForget  ///< as QuitOnly; an answer is remembered
  };
  /// `pending`: what is pending and what becomes of it, in sentences.
  QuitQuestion(const QString& pending, Offer offer, QWidget* parent = nullptr);

 Q_SIGNALS:
  void keepChosen();
  void quitChosen();
  /// Before quitChosen(): the remembered answer holds no longer.
  void forgetChosen();

 protected:
  /// A tick that is not used is no loss.
  [[nodiscard]] bool hasEntries() const override;
};

}  // namespace courier
