#include "models/query/ConnectionUse.h"

#include <QCoreApplication>

#include "models/base/Wording.h"

namespace courier {
namespace {

constexpr int kUseNames = 10;

struct ConnectionUseTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionUse)
};

/// " (a, b)"; "" where no name is known.
QString namesBehind(QStringList names) {
  names.removeAll(QString());
  return names.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(listedNames(names, kUseNames));
}

int countOf(const QStringList& names) {
  return static_cast<int>(names.size());
}

}  // namespace

QString connectionUseText(const ConnectionUse& use) {
  QStringList parts;
  if (!use.schedules.isEmpty())
    parts += ConnectionUseTr::tr("%n schedule(s)", nullptr, countOf(use.schedules)) + namesBehind(use.schedules);
  if (!use.queries.isEmpty())
    parts += ConnectionUseTr::tr("%n open query(s)", nullptr, countOf(use.queries)) + namesBehind(use.queries);
  if (use.jobs > 0) parts += ConnectionUseTr::tr("%n job(s) that wait or run", nullptr, use.jobs);
  if (parts.isEmpty()) return {};
  return ConnectionUseTr::tr("Used by %1.").arg(parts.join(ConnectionUseTr::tr(", ", "between what uses it")));
}

QString connectionLossText(const ConnectionUse& use) {
  QStringList lines;
  if (!use.schedules.isEmpty())
    lines += ConnectionUseTr::tr(
                 "%n schedule(s) run there and will fail until you choose another connection for them: "
                 "%1.",
                 nullptr, countOf(use.schedules))
                 .arg(listedNames(use.schedules, kUseNames));
  if (!use.queries.isEmpty())
    lines += ConnectionUseTr::tr("%n open query(s) lose their connection and keep their text%1.", nullptr,
                                 countOf(use.queries))
                 .arg(namesBehind(use.queries));
  if (use.jobs > 0)
    lines +=
        ConnectionUseTr::tr("%n job(s) wait or run there: what runs goes on, what waits will fail.", nullptr, use.jobs);
  return lines.join(u'\n');
}

}  // namespace courier
