#pragma once

#include <gtest/gtest.h>

#include <QByteArray>

#include "models/base/Gzip.h"

namespace courier::testing {

/// The bytes as gzip packs them.
inline QByteArray packed(const QByteArray& bytes) {
  GzipPacker packer;
  std::string out;
  EXPECT_TRUE(packer.add(bytes.toStdString(), out).ok());
  EXPECT_TRUE(packer.finish(out).ok());
  return QByteArray::fromStdString(out);
}

}  // namespace courier::testing
