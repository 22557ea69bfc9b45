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
  const QString splits = RunProgressTr::tr("%1 of %2 splits")
                             .arg(locale.toString(stage.completedSplits), locale.toString(stage.totalSplits));
  const QString rows = locale.toString(stage.rows);
  // Sources that make their rows up count no bytes.
  return stage.bytes == 0 ? RunProgressTr::tr("%1, %2 rows read").arg(splits, rows)
                          : RunProgressTr::tr("%1, %2 rows and %3 read").arg(splits, rows, sizeText(stage.bytes));
}

QString shortStageText(const RunStage& stage) {
  switch (stage.kind) {
    case RunStage::Kind::Unknown:
      break;
    case RunStage::Kind::Queued:
      return RunProgressTr::tr("Queued");
    case RunStage::Kind::Running:
    case RunStage::Kind::Finishing:
      if (!stage.percent || *stage.percent < 1) return RunProgressTr::tr("Running");
      return RunProgressTr::tr("%1 %").arg(QLocale().toString(static_cast<int>(*stage.percent)));
  }
  return {};
}

}  // namespace courier
