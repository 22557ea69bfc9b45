#pragma once

#include <QByteArray>

namespace courier {

/// The path of the system's own bundle of authorities (PEM), which the databases' libraries do not find by themselves;
/// "" where there is none.
[[nodiscard]] QByteArray systemAuthorities();

}  // namespace courier
