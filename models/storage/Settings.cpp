#include "models/storage/Settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include "models/base/WhenDone.h"

namespace courier {

namespace {

/// JSON knows no bytes (geometry, header states): they stand in an object of this one key, as base64.
QString bytesKey() {
  return QStringLiteral("base64");
}

QJsonValue toJson(const QVariant& value) {
  if (value.typeId() == QMetaType::QByteArray) {
    return QJsonObject{{bytesKey(), QString::fromLatin1(value.toByteArray().toBase64())}};
  }
  return QJsonValue::fromVariant(value);
}

QVariant fromJson(const QJsonValue& json) {
  const QJsonObject object = json.toObject();
  if (object.size() == 1 && object.contains(bytesKey())) {
    return QByteArray::fromBase64(object.value(bytesKey()).toString().toLatin1());
  }
  return json.toVariant();
}

/// A JSON text of any kind: Qt's documents are objects or arrays only.
QString toText(const QVariant& value) {
  const QByteArray text = QJsonDocument(QJsonArray{toJson(value)}).toJson(QJsonDocument::Compact);
  return QString::fromUtf8(text.mid(1, text.size() - 2));
}

QVariant fromText(const QString& text) {
  return fromJson(QJsonDocument::fromJson('[' + text.toUtf8() + ']').array().first());
}

}  // namespace

Settings::Settings(Database& database, QObject* parent) : QObject(parent), m_database(database) {}

Settings::~Settings() {
  m_database.run([](Session&) -> Expected<void> { return {}; }).waitForFinished();
}

QFuture<Expected<void>> Settings::load() {
  using Pair = std::pair<QString, QVariant>;
  auto reading = m_database.run([](Session& session) {
    return session.rows(QStringLiteral("SELECT key, value FROM setting"), {}, [](const QSqlQuery& query) {
      return Pair(query.value(0).toString(), fromText(query.value(1).toString()));
    });
  });
  return andThen(std::move(reading), this, [this](const QVector<Pair>& rows) {
    for (const auto& [key, value] : rows) {
      // What was set while the table was read is newer.
      if (!m_values.contains(key)) m_values.insert(key, value);
    }
  });
}

QVariant Settings::value(const QString& key, const QVariant& fallback) const {
  const QVariant found = m_values.value(key);
  return found.isValid() ? found : fallback;
}

void Settings::setValue(const QString& key, const QVariant& value) {
  m_values.insert(key, value);
  auto writing = m_database.transaction([key, value](Session& session) -> Expected<int> {
    if (!value.isValid()) return session.change(QStringLiteral("DELETE FROM setting WHERE key = ?"), {key});
    return session.change(QStringLiteral("INSERT INTO setting (key, value) VALUES (?, ?) "
                                         "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                          {key, toText(value)});
  });
  whenDone(std::move(writing), this, [this](const Expected<int>& written) {
    if (!written) Q_EMIT failed(written.error());
  });
}

}  // namespace courier
