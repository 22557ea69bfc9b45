#pragma once

namespace courier {

/// Gives memory that was freed back to the system where the C library would keep it. Takes some milliseconds: for a
/// worker thread, after much was freed.
void returnFreedMemory();

}  // namespace courier
