#pragma once

#include <gtest/gtest.h>

#include <QBuffer>
#include <QTemporaryDir>

#include "models/read/BodyReader.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// Bodies of any form, read into a sink that keeps all.
class BodyReaderFixture : public ::testing::Test {
 protected:
  Expected<void> read(const QByteArray& bytes, const BodyOptions& form, const BodyReadOptions& options = {}) {
    QByteArray copy = bytes;
    QBuffer device(&copy);
    EXPECT_TRUE(device.open(QIODevice::ReadOnly));
    m_sink = {};
    return readBody(device, form, m_sink, options);
  }

  QTemporaryDir m_folder;
  CollectingSink m_sink;
};

}  // namespace courier::testing
