#pragma once

#include <QString>

namespace courier::testing {

/// A file or folder of the project, by its path from the project's root: sourcePath("tests/data/x.json").
[[nodiscard]] QString sourcePath(const QString& path = {});

}  // namespace courier::testing
