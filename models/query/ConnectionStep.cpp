#include "models/query/ConnectionStep.h"

#include <QCoreApplication>

namespace courier {
namespace {

struct ConnectionStepTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionStep)
};

}  // namespace

QString connectionStepName(ConnectionStep::Kind kind) {
  switch (kind) {
    case ConnectionStep::Kind::Name:
      return ConnectionStepTr::tr("Name", "of a server or a file");
    case ConnectionStep::Kind::Connection:
      return ConnectionStepTr::tr("Connection");
    case ConnectionStep::Kind::Tls:
      return ConnectionStepTr::tr("TLS");
    case ConnectionStep::Kind::SignIn:
      return ConnectionStepTr::tr("Sign-in");
    case ConnectionStep::Kind::Database:
      return ConnectionStepTr::tr("Database");
    case ConnectionStep::Kind::ReadOnly:
      return ConnectionStepTr::tr("Read-only");
  }
  return {};
}

}  // namespace courier
