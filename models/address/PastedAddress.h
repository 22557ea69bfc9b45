#pragma once

#include <QString>
#include <optional>

#include "models/address/TargetUrl.h"

namespace courier {

/// An address that a person pasted or typed, split into the fields of a form. `address` never contains a password.
/// http:// and https:// become web:// and webs://. A value; pure.
struct PastedAddress {
  QString address;                   ///< what belongs into the address field: without user, password and method=…
  bool hasUserInfo = false;          ///< `user` and `password` say something
  QString user;                      ///< percent-decoded
  std::optional<QString> password;   ///< percent-decoded; nothing where there was none, or only its mask
  std::optional<HttpMethod> method;  ///< from ?method=…
  QString error;                     ///< what is wrong with the address, "" where nothing is

  [[nodiscard]] static PastedAddress split(const QString& text);
};

}  // namespace courier
