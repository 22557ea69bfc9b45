#include "app/gui/DesktopNotifier.h"

namespace courier {

std::unique_ptr<DesktopNotifier> makeDesktopNotifier() {
  return std::make_unique<TrayNotifier>();
}

}  // namespace courier
