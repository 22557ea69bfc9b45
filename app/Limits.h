#pragma once

namespace courier {

/// First thing in each program, before anything of Qt is made: takes all the open files that the system allows, and
/// where that is too few to work with, or where memory or threads run out later, ends the program with one sentence on
/// standard error and status 1.
void endInWordsAtLimits();

}  // namespace courier
