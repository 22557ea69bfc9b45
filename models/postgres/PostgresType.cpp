#include "models/postgres/PostgresType.h"

#include <charconv>
#include <limits>
#include <map>
#include <optional>

#include "models/postgres/PostgresArray.h"

namespace courier {
namespace {

using Form = PostgresType::Form;

struct BuiltIn {
  unsigned oid;
  unsigned arrayOid;  ///< of its arrays; 0 where that is not asked for here
  const char* name;
  ColumnType type = ColumnType::String;
  Form form = Form::Text;
  char delimiter = ',';
};

// pg_type.dat of the server's source; the numbers never change.
constexpr BuiltIn kBuiltIns[] = {
    {16, 1000, "bool", ColumnType::Boolean, Form::Truth},
    {17, 1001, "bytea", ColumnType::String, Form::Bytes},
    {18, 1002, "char"},
    {19, 1003, "name"},
    {20, 1016, "int8", ColumnType::Long, Form::Integer},
    {21, 1005, "int2", ColumnType::Int, Form::Integer},
    {23, 1007, "int4", ColumnType::Int, Form::Integer},
    {25, 1009, "text"},
    {26, 1028, "oid", ColumnType::Long, Form::Integer},
    {28, 1011, "xid"},
    {29, 1012, "cid"},
    {114, 199, "json"},
    {142, 143, "xml"},
    {600, 1017, "point"},
    {603, 1020, "box", ColumnType::String, Form::Text, ';'},
    {650, 651, "cidr"},
    {700, 1021, "float4", ColumnType::Float, Form::Real},
    {701, 1022, "float8", ColumnType::Double, Form::Real},
    {705, 0, "unknown"},
    {790, 791, "money"},
    {829, 1040, "macaddr"},
    {869, 1041, "inet"},
    {1042, 1014, "bpchar"},
    {1043, 1015, "varchar"},
    {1082, 1182, "date"},
    {1083, 1183, "time"},
    {1114, 1115, "timestamp"},
    {1184, 1185, "timestamptz"},
    {1186, 1187, "interval"},
    {1266, 1270, "timetz"},
    {1560, 1561, "bit"},
    {1562, 1563, "varbit"},
    {1700, 1231, "numeric"},
    {2205, 2210, "regclass"},
    {2950, 2951, "uuid"},
    {3614, 3643, "tsvector"},
    {3802, 3807, "jsonb"},
    {3904, 3905, "int4range"},
    {3906, 3907, "numrange"},
    {3908, 3909, "tsrange"},
    {3910, 3911, "tstzrange"},
    {3912, 3913, "daterange"},
    {3926, 3927, "int8range"},
    {4072, 4073, "jsonpath"},
};

std::map<unsigned, PostgresType> makeBuiltIns() {
  std::map<unsigned, PostgresType> types;
  for (const BuiltIn& one : kBuiltIns) {
    const QString name = QString::fromLatin1(one.name);
    const PostgresType type{name, one.type, one.form, false, one.delimiter};
    types.emplace(one.oid, type);
    if (one.arrayOid != 0)
      types.emplace(one.arrayOid, postgresArrayOf(type, name + QStringLiteral("[]"), one.delimiter));
  }
  return types;
}

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> realOf(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return parsed<double>(text);
}

QString modifierText(const QString& name, int modifier) {
  // The length of a varying text, or precision and scale, each with 4 added (the header's size of old).
  if (modifier < 4) return {};
  if (name == u"varchar" || name == u"bpchar") return QStringLiteral("(%1)").arg(modifier - 4);
  if (name != u"numeric") return {};
  const int packed = modifier - 4;
  // Since version 15 a scale may be negative: 11 bits with a sign.
  const int scale = ((packed & 0x7ff) ^ 1024) - 1024;
  return QStringLiteral("(%1,%2)").arg((packed >> 16) & 0xffff).arg(scale);
}

}  // namespace

const PostgresType* builtInPostgresType(unsigned oid) {
  static const std::map<unsigned, PostgresType> types = makeBuiltIns();
  const auto found = types.find(oid);
  return found == types.end() ? nullptr : &found->second;
}

PostgresType postgresArrayOf(const PostgresType& element, QString name, char delimiter) {
  return {std::move(name), element.type, element.form, true, delimiter};
}

Column postgresColumn(const QString& name, const PostgresType& type, int modifier) {
  Column column;
  column.name = name;
  column.databaseType = type.name + modifierText(type.name, modifier);
  // A value of more dimensions than one does not fit.
  column.source = type.isArray ? TypeSource::Declared : TypeSource::Fixed;
  column.type = type.isArray ? ColumnType::Array : type.type;
  column.element = type.isArray ? type.type : ColumnType::String;
  return column;
}

void appendPostgresValue(ColumnBatchBuilder& builder, int column, const PostgresType& type, std::string_view text) {
  if (type.isArray) {
    const auto array = postgresArrayJson(text, type);
    if (!array) {
      builder.appendText(column, text);
    } else if (array->isPlain) {
      builder.appendArray(column, array->json);
    } else {
      builder.appendText(column, array->json);
    }
    return;
  }
  switch (type.form) {
    case Form::Integer:
      if (const auto value = parsed<qint64>(text)) return builder.appendInteger(column, *value);
      break;
    case Form::Real:
      if (const auto value = realOf(text)) return builder.appendReal(column, *value);
      break;
    case Form::Truth:
      if (text == "t" || text == "f") return builder.appendBoolean(column, text == "t");
      break;
    case Form::Bytes:
      if (const auto bytes = postgresBytes(text)) return builder.appendBlob(column, *bytes);
      break;
    case Form::Text:
      break;
  }
  builder.appendText(column, text);
}

}  // namespace courier
