#pragma once

#include <QString>

namespace courier {

/// When schedules run and when not, as the top of their page says it.
struct ScheduleBanner {
  QString sentence;  ///< "" says nothing
  bool isWarning = false;
  QString buttonText;  ///< what can be done about it; "" for no button
};

}  // namespace courier
