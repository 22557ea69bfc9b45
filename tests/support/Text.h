#pragma once

#include <QString>
#include <string>

namespace courier::testing {

inline QString str(const char* utf8) {
  return QString::fromUtf8(utf8);
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace courier::testing
