#include "models/odbc/OdbcSources.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

#include "models/odbc/OdbcApi.h"
#include "models/query/OdbcAddress.h"

namespace courier {
namespace {

struct OdbcSourcesTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcSources)
};

/// The driver manager's own environment, for one question.
class OdbcList {
 public:
  explicit OdbcList(std::shared_ptr<const OdbcApi> api) : m_api(std::move(api)) {
    constexpr quintptr kVersion = SQL_OV_ODBC3;
    m_api->allocHandle(SQL_HANDLE_ENV, nullptr, &m_environment);
    m_api->setEnvAttr(m_environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(kVersion), 0);
  }
  ~OdbcList() { m_api->freeHandle(SQL_HANDLE_ENV, m_environment); }
  OdbcList(const OdbcList&) = delete;
  OdbcList& operator=(const OdbcList&) = delete;

  /// Names with what is said about each.
  template <class Question>
  [[nodiscard]] QVector<std::pair<QString, QString>> all(Question question, SQLUSMALLINT first) const {
    QVector<std::pair<QString, QString>> found;
    std::array<SQLWCHAR, 512> name{};
    std::array<SQLWCHAR, 2048> words{};
    SQLUSMALLINT direction = first;
    for (;;) {
      SQLSMALLINT nameLength = 0;
      SQLSMALLINT wordsLength = 0;
      const SQLRETURN code =
          ((*m_api).*question)(m_environment, direction, name.data(), static_cast<SQLSMALLINT>(name.size()),
                               &nameLength, words.data(), static_cast<SQLSMALLINT>(words.size()), &wordsLength);
      if (code != SQL_SUCCESS && code != SQL_SUCCESS_WITH_INFO) return found;
      name.back() = 0;
      words.back() = 0;
      found.emplace_back(QString::fromUtf16(reinterpret_cast<const char16_t*>(name.data())),
                         QString::fromUtf16(reinterpret_cast<const char16_t*>(words.data())));
      direction = SQL_FETCH_NEXT;
    }
  }

 private:
  std::shared_ptr<const OdbcApi> m_api;
  SQLHENV m_environment = nullptr;
};

bool isSameName(const QString& one, const QString& other) {
  return one.compare(other, Qt::CaseInsensitive) == 0;
}

}  // namespace

Expected<QVector<OdbcDataSource>> odbcDataSources() {
  const auto api = OdbcApi::ofSystem();
  if (!api) return api.error();
  const OdbcList list(*api);
  QVector<OdbcDataSource> sources;
  for (const bool isOfUser : {true, false}) {
    const auto found = list.all(&OdbcApi::dataSources, isOfUser ? SQL_FETCH_FIRST_USER : SQL_FETCH_FIRST_SYSTEM);
    for (const auto& [name, driver] : found) {
      const bool isKnown = std::any_of(sources.begin(), sources.end(),
                                       [&name = name](const auto& one) { return isSameName(one.name, name); });
      if (!isKnown) sources.push_back({name, driver, isOfUser});
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const auto& one, const auto& other) { return one.name.compare(other.name, Qt::CaseInsensitive) < 0; });
  return sources;
}

Expected<QStringList> odbcDrivers() {
  const auto api = OdbcApi::ofSystem();
  if (!api) return api.error();
  QStringList drivers;
  for (const auto& [name, attributes] : OdbcList(*api).all(&OdbcApi::drivers, SQL_FETCH_FIRST)) drivers << name;
  drivers.sort(Qt::CaseInsensitive);
  return drivers;
}

QString odbcDriverOf(const QString& file, const QVector<OdbcDataSource>& sources) {
  QString source = file;
  if (isOdbcString(file)) {
    const auto attributes = odbcAttributes(file);
    if (!attributes) return {};
    source.clear();
    for (const OdbcAttribute& one : *attributes) {
      if (isSameName(one.name, QStringLiteral("Driver"))) return one.value;
      if (isSameName(one.name, QStringLiteral("DSN"))) source = one.value;
    }
  }
  for (const OdbcDataSource& one : sources) {
    if (isSameName(one.name, source)) return one.driver;
  }
  return {};
}

QStringList driverLosses(const QString& driver) {
  const auto has = [&driver](const char* part) { return driver.contains(QLatin1String(part), Qt::CaseInsensitive); };
  const QString stream = OdbcSourcesTr::tr("It collects all rows of a result before it gives the first.");
  if (has("postgres") || has("psqlodbc"))
    return {
        OdbcSourcesTr::tr("It gives boolean columns as text, 1 and 0. Set BoolsAsChar=0 in the data source to keep "
                          "them."),
        OdbcSourcesTr::tr(
            "It leaves out the zone of “timestamp with time zone” and the “BC” of dates, and gives infinity as "
            "9999-12-31 23:59:59. Write ::text behind such columns in the SQL."),
        OdbcSourcesTr::tr("It gives arrays as text, and uuid in capitals."),
        stream + u' ' + OdbcSourcesTr::tr("Set UseDeclareFetch=1 in the data source, so that large results stream.")};
  if (has("maria") || has("maodbc") || has("mysql") || has("myodbc"))
    return {OdbcSourcesTr::tr("It gives FLOAT six digits. Write CAST(… AS DOUBLE) in the SQL where that is too few."),
            OdbcSourcesTr::tr("It gives BIT(n) and geometry as bytes. Write BIN(…) and ST_AsText(…) in the SQL."),
            stream + u' ' + OdbcSourcesTr::tr("Ask for fewer rows where memory is short."),
            OdbcSourcesTr::tr("A server can ask it for any file of this computer that you can read, and it cannot be "
                              "told to refuse. Use it only with servers that you trust, or a mysql: address.")};
  if (has("sqlite"))
    return {OdbcSourcesTr::tr("It guesses the type of a calculated column from the first row."), stream};
  return {
      OdbcSourcesTr::tr("What this driver does to values is not known here. Compare dates with a zone, decimals, "
                        "long texts and true/false with what the database's own program shows.")};
}

}  // namespace courier
