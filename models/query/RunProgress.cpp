#include "models/query/RunProgress.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "models/base/Wording.h"

namespace courier {
namespace {

struct RunProgressTr {
  Q_DECLARE_TR_FUNCTIONS(RunProgress)
};

}  // namespace

QString stageText(const RunStage& stage) {
  const QLocale locale;
  switch (stage.kind) {
    case RunStage::Kind::Unknown:
      return {};
    case RunStage::Kind::Queued:
      return RunProgressTr::tr("queued on the server");
    case RunStage::Kind::Running:
    case RunStage::Kind::Finishing:
      break;
  }
  if (stage.totalSplits == 0) return RunProgressTr::tr("running on the server");
  return RunProgressTr::tr("%1 of %2 splits, %3 rows and %4 read")
      .arg(locale.toString(stage.completedSplits), locale.toString(stage.totalSplits), locale.toString(stage.rows),
           sizeText(stage.bytes));
}

}  // namespace courier
