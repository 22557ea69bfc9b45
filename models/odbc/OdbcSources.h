#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "models/base/Expected.h"

namespace courier {

/// A data source that is set up on this computer.
struct OdbcDataSource {
  QString name;
  QString driver;         ///< in the driver's own words: "PostgreSQL Unicode"
  bool isOfUser = false;  ///< set up by this user; otherwise for all users

  bool operator==(const OdbcDataSource&) const = default;
};

/// By name; where a user's and the system's have one name, the user's, which is the one that a connection takes. Reads
/// small files (the registry on Windows). Unsupported, with what to install, where there is no driver manager.
[[nodiscard]] Expected<QVector<OdbcDataSource>> odbcDataSources();
/// The names of the installed drivers, as Driver={…} takes them.
[[nodiscard]] Expected<QStringList> odbcDrivers();

/// The driver that Connection::file uses: of a connection string what its Driver says, else that of the data source
/// among `sources`; "" where that is not known.
[[nodiscard]] QString odbcDriverOf(const QString& file, const QVector<OdbcDataSource>& sources);
/// What values lose on their way through a driver, and how to mend it, each a sentence for the dialog. `driver`: its
/// name or its file. For a driver that is not known here, one sentence that says so. Pure.
[[nodiscard]] QStringList driverLosses(const QString& driver);

}  // namespace courier
