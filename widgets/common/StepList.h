#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace courier {

class IconLabel;

/// What was found, step by step: a mark, the step's name and words for each. Nothing is known of a step until told.
class StepList final : public QWidget {
  Q_OBJECT
 public:
  enum class Mark { Unknown, Passed, Warned, Failed };

  explicit StepList(QWidget* parent = nullptr);
  /// Shows these steps, none of them told.
  void begin(const QStringList& names);
  void tell(int step, Mark mark, const QString& words);
  [[nodiscard]] bool isTold(int step) const { return m_lines[step].isTold; }
  [[nodiscard]] QString wordsOf(int step) const;

 private:
  struct Line {
    IconLabel* icon;
    QLabel* name;
    QLabel* words;  ///< "check0" and so on
    bool isTold;
  };
  void addLine();
  QGridLayout* m_grid;
  QVector<Line> m_lines;
};

}  // namespace courier
