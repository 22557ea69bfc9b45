#include "models/mariadb/MariaDbType.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string>

#include "models/mariadb/WellKnownBinary.h"

namespace courier {
namespace {

using Form = MariaDbType::Form;

/// The character set of bytes that are no text.
constexpr unsigned kBinaryCharset = 63;

template <class Number>
std::optional<Number> numberIn(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

QString attribute(const MYSQL_FIELD& field, mariadb_field_attr_t which) {
  MARIADB_CONST_STRING text{};
  if (mariadb_field_attr(&text, &field, which) != 0 || text.str == nullptr) return {};
  return QString::fromUtf8(text.str, static_cast<qsizetype>(text.length));
}

QString typeName(const MYSQL_FIELD& field) {
  for (const auto which : {MARIADB_FIELD_ATTR_DATA_TYPE_NAME, MARIADB_FIELD_ATTR_FORMAT_NAME}) {
    if (const QString name = attribute(field, which); !name.isEmpty()) return name;
  }
  const bool isBinary = field.charsetnr == kBinaryCharset;
  const auto named = [&field](const char* name) {
    return QLatin1String(name) + ((field.flags & UNSIGNED_FLAG) != 0 ? QStringLiteral(" unsigned") : QString());
  };
  switch (field.type) {
    case MYSQL_TYPE_TINY:
      return named("tinyint");
    case MYSQL_TYPE_SHORT:
      return named("smallint");
    case MYSQL_TYPE_INT24:
      return named("mediumint");
    case MYSQL_TYPE_LONG:
      return named("int");
    case MYSQL_TYPE_LONGLONG:
      return named("bigint");
    case MYSQL_TYPE_FLOAT:
      return QStringLiteral("float");
    case MYSQL_TYPE_DOUBLE:
      return QStringLiteral("double");
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
      return QStringLiteral("decimal");
    case MYSQL_TYPE_BIT:
      return QStringLiteral("bit(%1)").arg(field.length);
    case MYSQL_TYPE_YEAR:
      return QStringLiteral("year");
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
      return QStringLiteral("date");
    case MYSQL_TYPE_TIME:
      return QStringLiteral("time");
    case MYSQL_TYPE_DATETIME:
      return QStringLiteral("datetime");
    case MYSQL_TYPE_TIMESTAMP:
      return QStringLiteral("timestamp");
    case MYSQL_TYPE_JSON:
      return QStringLiteral("json");
    case MYSQL_TYPE_GEOMETRY:
      return QStringLiteral("geometry");
    case MYSQL_TYPE_STRING:
      if ((field.flags & ENUM_FLAG) != 0) return QStringLiteral("enum");
      if ((field.flags & SET_FLAG) != 0) return QStringLiteral("set");
      return isBinary ? QStringLiteral("binary") : QStringLiteral("char");
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
      return isBinary ? QStringLiteral("varbinary") : QStringLiteral("varchar");
    case MYSQL_TYPE_NULL:
      return QStringLiteral("null");
    default:
      return isBinary ? QStringLiteral("blob") : QStringLiteral("text");
  }
}

}  // namespace

MariaDbType MariaDbType::of(const MYSQL_FIELD& field, bool tinyint1IsBoolean) {
  const bool isUnsigned = (field.flags & UNSIGNED_FLAG) != 0;
  switch (field.type) {
    case MYSQL_TYPE_TINY:
      if (tinyint1IsBoolean && field.length == 1 && !isUnsigned)
        return {Form::Integer, ColumnType::Boolean, TypeSource::Declared, 0};
      return {Form::Integer, ColumnType::Int, TypeSource::Fixed, 0};
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_YEAR:
      return {Form::Integer, ColumnType::Int, TypeSource::Fixed, 0};
    case MYSQL_TYPE_LONG:
      return {Form::Integer, isUnsigned ? ColumnType::Long : ColumnType::Int, TypeSource::Fixed, 0};
    case MYSQL_TYPE_LONGLONG:
      if (!isUnsigned) return {Form::Integer, ColumnType::Long, TypeSource::Fixed, 0};
      return {Form::Unsigned, ColumnType::Long, TypeSource::Declared, 0};
    case MYSQL_TYPE_FLOAT:
      return {Form::Float, ColumnType::Float, TypeSource::Fixed, 0};
    case MYSQL_TYPE_DOUBLE:
      return {Form::Double, ColumnType::Double, TypeSource::Fixed, 0};
    case MYSQL_TYPE_BIT:
      return {Form::Bits, ColumnType::String, TypeSource::Fixed, static_cast<int>(field.length)};
    case MYSQL_TYPE_GEOMETRY:
      return {Form::Geometry, ColumnType::String, TypeSource::Fixed, 0};
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
      // The BINARY flag is set for texts with a binary collation too.
      if (field.charsetnr == kBinaryCharset && (field.flags & (ENUM_FLAG | SET_FLAG)) == 0 &&
          attribute(field, MARIADB_FIELD_ATTR_DATA_TYPE_NAME).isEmpty())
        return {Form::Bytes, ColumnType::String, TypeSource::Fixed, 0};
      break;
    default:
      break;
  }
  return {};
}

Column mariaDbColumn(const MYSQL_FIELD& field, const MariaDbType& type) {
  Column column;
  column.name = QString::fromUtf8(field.name, static_cast<qsizetype>(field.name_length));
  column.databaseType = typeName(field);
  column.type = type.type;
  column.source = type.source;
  return column;
}

void appendMariaDbBytes(ColumnBatchBuilder& builder, int column, const MariaDbType& type, std::string_view bytes) {
  switch (type.form) {
    case Form::Text:
      break;
    case Form::Integer:
    case Form::Unsigned:
      if (const auto value = numberIn<qint64>(bytes)) return builder.appendInteger(column, *value);
      break;
    case Form::Float:
    case Form::Double:
      if (const auto value = numberIn<double>(bytes)) return builder.appendReal(column, *value);
      break;
    case Form::Bytes:
      return builder.appendBlob(column, bytes);
    case Form::Bits: {
      std::string digits;
      for (const char byte : bytes) {
        for (int bit = 7; bit >= 0; --bit) digits += (static_cast<unsigned char>(byte) >> bit & 1) != 0 ? '1' : '0';
      }
      const auto wanted = static_cast<size_t>(type.bits);
      if (digits.size() > wanted) digits.erase(0, digits.size() - wanted);
      return builder.appendText(column, digits);
    }
    case Form::Geometry:
      if (const auto text = geometryText(bytes)) return builder.appendText(column, *text);
      return builder.appendBlob(column, bytes);
  }
  builder.appendText(column, bytes);
}

void appendMariaDbUnsigned(ColumnBatchBuilder& builder, int column, quint64 value) {
  if (value <= static_cast<quint64>(std::numeric_limits<qint64>::max())) {
    builder.appendInteger(column, static_cast<qint64>(value));
  } else {
    builder.appendText(column, std::to_string(value));
  }
}

void appendMariaDbFloat(ColumnBatchBuilder& builder, int column, float value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  const auto shortest = numberIn<double>({digits.data(), static_cast<size_t>(end - digits.data())});
  builder.appendReal(column, error == std::errc() && shortest ? *shortest : static_cast<double>(value));
}

}  // namespace courier
