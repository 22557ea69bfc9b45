#pragma once

#include <QFontMetrics>

/// Lengths of the time line, in pixels.
namespace courier::timeline {

inline constexpr int sides = 16;
inline constexpr int top = 12;
inline constexpr int chartHeight = 34;
inline constexpr int barWidth = 3;
inline constexpr int lowestBar = 9;

[[nodiscard]] inline int lineHeight(const QFont& font) {
  return QFontMetrics(font).height();
}

}  // namespace courier::timeline
