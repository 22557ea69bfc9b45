#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>

#include "models/base/KeyedTableModel.h"

namespace courier {
namespace {

struct Line {
  int id = 0;
  QString text;
};

class LineModel final : public KeyedTableModel<Line> {
 public:
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 2; }

 protected:
  [[nodiscard]] Key keyOf(const Line& line) const override { return {line.id, 0}; }
  [[nodiscard]] TableCell cell(const Line& line, int column) const override {
    return {.text = column == 0 ? QString::number(line.id) : line.text,
            .note = column == 1 ? QStringLiteral("note") : QString(),
            .tone = column == 1 ? Tone::Ok : Tone::None,
            .alignment = column == 0 ? Qt::AlignRight : Qt::AlignLeft,
            .hint = {}};
  }
};

QVector<Line> lines(std::initializer_list<int> ids, const QString& text = QStringLiteral("x")) {
  QVector<Line> made;
  for (const int id : ids) made.append({id, text});
  return made;
}

QVector<int> shown(const LineModel& model) {
  QVector<int> ids;
  for (const Line& line : model.rows()) ids.append(line.id);
  return ids;
}

struct Step {
  std::initializer_list<int> before;
  std::initializer_list<int> after;
};

TEST(KeyedTableModel, MergesEveryKindOfChange) {
  const Step steps[] = {{{}, {3, 2, 1}},        {{3, 2, 1}, {}},           {{3, 2, 1}, {5, 4, 3, 2, 1}},
                        {{3, 2, 1}, {3, 1}},    {{3, 2, 1}, {3, 2, 1, 0}}, {{5, 4, 3, 2, 1}, {6, 4, 2, 0}},
                        {{3, 2, 1}, {1, 2, 3}}, {{3, 2, 1}, {2, 3, 9, 1}}, {{1, 2, 3, 4}, {4, 1, 2, 3}},
                        {{3, 2, 1}, {9, 8, 7}}};
  for (const Step& step : steps) {
    LineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows(lines(step.before));
    model.setRows(lines(step.after));
    EXPECT_EQ(shown(model), QVector<int>(step.after));
    EXPECT_EQ(model.rowCount(), static_cast<int>(step.after.size()));
  }
}

TEST(KeyedTableModel, KeepsPersistentIndexesOfRowsThatStay) {
  LineModel model;
  model.setRows(lines({3, 2, 1}));
  const QPersistentModelIndex second = model.index(1, 0);
  model.setRows(lines({5, 4, 3, 2}, QStringLiteral("new")));
  ASSERT_TRUE(second.isValid());
  EXPECT_EQ(second.row(), 3);
  EXPECT_EQ(model.at(second.row()).text, QStringLiteral("new"));
  model.setRows(lines({5}));
  EXPECT_FALSE(second.isValid());
}

TEST(KeyedTableModel, AnswersTheRolesOfDelegatesAndReaders) {
  LineModel model;
  model.setRows(lines({7}, QStringLiteral("done")));
  const QModelIndex cell = model.index(0, 1);
  EXPECT_EQ(cell.data().toString(), QStringLiteral("done"));
  EXPECT_EQ(cell.data(Qt::AccessibleTextRole).toString(), QStringLiteral("done note"));
  EXPECT_EQ(cell.data(ToneRole).toInt(), static_cast<int>(Tone::Ok));
  EXPECT_EQ(cell.data(NoteRole).toString(), QStringLiteral("note"));
  EXPECT_EQ(model.index(0, 0).data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignRight | Qt::AlignVCenter));
  EXPECT_FALSE(cell.data(Qt::ToolTipRole).isValid());
  EXPECT_FALSE(cell.data(Qt::DecorationRole).isValid());
  EXPECT_EQ(model.rowOf({7, 0}), 0);
  EXPECT_EQ(model.rowOf({8, 0}), -1);
}

}  // namespace
}  // namespace courier
