#pragma once

#include "widgets/common/Dialog.h"

namespace courier {

/// Asks what closing the window means while work is pending, or, with Offer::QuitOnly, whether to quit all the same.
class QuitQuestion final : public Dialog {
  Q_OBJECT
 public:
  enum class Offer { KeepOrQuit, QuitOnly };
  /// `pending`: what is pending and what becomes of it, in sentences.
  QuitQuestion(const QString& pending, Offer offer, QWidget* parent = nullptr);

 Q_SIGNALS:
  void keepChosen();
  void quitChosen();

 private:
  void addWords(const QString& text);
};

}  // namespace courier
