#include "tests/support/SourceFolder.h"

namespace courier::testing {

QString sourcePath(const QString& path) {
  const QString root = QStringLiteral(COURIER_SOURCE_DIR);
  return path.isEmpty() ? root : root + u'/' + path;
}

}  // namespace courier::testing
