#pragma once

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

#include "models/base/TableRoles.h"
#include "tests/support/FakeClock.h"

namespace courier::testing {

/// A table model, Qt's tester upon it, and short ways to what its cells say.
template <class Model>
class TableModelFixture : public ::testing::Test {
 protected:
  [[nodiscard]] QVariant at(int row, int column, int role = Qt::DisplayRole) const {
    return m_model.index(row, column).data(role);
  }
  [[nodiscard]] QString text(int row, int column) const { return at(row, column).toString(); }
  [[nodiscard]] Tone tone(int row, int column) const { return static_cast<Tone>(at(row, column, ToneRole).toInt()); }

  FakeClock m_clock;
  Model m_model{m_clock};
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

}  // namespace courier::testing
