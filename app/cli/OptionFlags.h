#pragma once

#include "app/cli/Arguments.h"
#include "models/base/DescribedOption.h"

namespace courier {

/// What the flags of any table of described options have in common.

/// Why `given` is no value of the option with this flag.
[[nodiscard]] Error notAValue(const OptionWords& option, const QString& flag, const QString& given);
/// Why `given` is no proxy; not repeated, as it may hold a password.
[[nodiscard]] Error notAProxy(const QString& given);
/// A file that is there, by its whole path; "" for "none".
[[nodiscard]] Expected<QString> fileNamed(const QString& flag, const QString& given);
/// A flag; without a `valueName` it takes no value.
[[nodiscard]] OptionSpec newFlag(const char* name, const QString& valueName, const QString& help,
                                 std::function<Expected<void>(const QString&)> check = {});

}  // namespace courier
