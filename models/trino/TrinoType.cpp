#include "models/trino/TrinoType.h"

#include <algorithm>
#include <optional>
#include <set>

namespace courier {
namespace {

using TypeForm = TrinoType::Form;

struct PlainName {
  std::string_view name;
  TypeForm form;
  ColumnType type = ColumnType::String;
};

/// All but those that are text; Hive's words among them.
constexpr PlainName kPlainNames[] = {
    {"boolean", TypeForm::Truth, ColumnType::Boolean},
    {"tinyint", TypeForm::Integer, ColumnType::Int},
    {"smallint", TypeForm::Integer, ColumnType::Int},
    {"integer", TypeForm::Integer, ColumnType::Int},
    {"int", TypeForm::Integer, ColumnType::Int},
    {"bigint", TypeForm::Integer, ColumnType::Long},
    {"long", TypeForm::Integer, ColumnType::Long},
    {"real", TypeForm::Float, ColumnType::Float},
    {"float", TypeForm::Float, ColumnType::Float},
    {"double", TypeForm::Double, ColumnType::Double},
    {"varbinary", TypeForm::Bytes},
    {"binary", TypeForm::Bytes},
    {"hyperloglog", TypeForm::Bytes},
    {"p4hyperloglog", TypeForm::Bytes},
    {"khyperloglog", TypeForm::Bytes},
    {"setdigest", TypeForm::Bytes},
    {"qdigest", TypeForm::Bytes},
    {"tdigest", TypeForm::Bytes},
};

std::string lowered(std::string_view word) {
  std::string low(word);
  for (char& c : low) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return low;
}

/// Reads the words of one type from their beginning to their end. Takes a time that grows with their length alone.
class TypeReader {
 public:
  explicit TypeReader(std::string_view words) : m_words(words) {}

  std::optional<TrinoType> read() {
    auto type = readType(0);
    skipBlanks();
    if (!type || m_at != m_words.size()) return std::nullopt;
    return type;
  }

 private:
  static constexpr int kMostDepth = 100;

  [[nodiscard]] bool isAt(char c) const { return m_at < m_words.size() && m_words[m_at] == c; }
  void skipBlanks() {
    while (isAt(' ') || isAt('\t') || isAt('\n') || isAt('\r')) ++m_at;
  }
  bool take(char c) {
    skipBlanks();
    if (!isAt(c)) return false;
    ++m_at;
    return true;
  }
  /// Up to a blank, a comma or a bracket. Hive has a colon between a field's name and its type.
  std::string_view takeWord(bool endsAtColon = false) {
    skipBlanks();
    const size_t end =
        std::min(m_words.find_first_of(endsAtColon ? " \t\r\n,()<>\":" : " \t\r\n,()<>\"", m_at), m_words.size());
    const std::string_view word = m_words.substr(m_at, end - m_at);
    m_at = end;
    return word;
  }
  /// The next word in small letters, not taken.
  std::string nextWord(bool endsAtColon = false) {
    const size_t before = m_at;
    std::string word = lowered(takeWord(endsAtColon));
    m_at = before;
    return word;
  }
  /// (38, 10), whatever it holds.
  bool skipBrackets() {
    int depth = 0;
    for (; m_at < m_words.size(); ++m_at) {
      const char c = m_words[m_at];
      if (c == '"') {
        m_at = m_words.find('"', m_at + 1);
        if (m_at == std::string_view::npos) break;
      }
      if (c == '(' || c == '<') ++depth;
      if ((c == ')' || c == '>') && --depth == 0) {
        ++m_at;
        return true;
      }
    }
    m_at = m_words.size();
    return false;
  }

  /// Whether the words go on with what is only said behind `word`: timestamp(3) with time zone.
  bool goesOnBehind(std::string_view word) {
    const std::string next = nextWord();
    if (word == "time" || word == "timestamp") return next == "with" || next == "without";
    if (word == "interval") return next == "day" || next == "year";
    return word == "double" && next == "precision";
  }

  std::optional<TrinoType> readType(int depth) {
    if (depth == kMostDepth) return std::nullopt;
    const std::string name = lowered(takeWord());
    if (name.empty()) return std::nullopt;
    skipBlanks();
    const char open = m_at < m_words.size() ? m_words[m_at] : '\0';
    if (open == '(' || open == '<') {
      if (name == "array") return readMembers(TypeForm::Array, depth);
      if (name == "map") return readMembers(TypeForm::Map, depth);
      if (name == "row" || name == "struct") return readRow(depth);
      if (!skipBrackets()) return std::nullopt;
    }
    if (goesOnBehind(name)) {
      while (!nextWord().empty()) static_cast<void>(takeWord());
    }
    TrinoType type;
    const auto* const known =
        std::find_if(std::begin(kPlainNames), std::end(kPlainNames), [&](const auto& one) { return one.name == name; });
    if (known != std::end(kPlainNames)) {
      type.form = known->form;
      type.type = known->type;
    }
    return type;
  }

  bool takeEnd() { return take(')') || take('>'); }

  std::optional<TrinoType> readMembers(TypeForm form, int depth) {
    ++m_at;
    auto member = readType(depth + 1);
    if (form == TypeForm::Map && member) {
      // A key is always a string.
      if (!take(',')) return std::nullopt;
      member = readType(depth + 1);
    }
    if (!member || !takeEnd()) return std::nullopt;
    TrinoType type;
    type.form = form;
    type.parts.push_back(std::move(*member));
    return type;
  }

  std::optional<TrinoType> readRow(int depth) {
    TrinoType type;
    type.form = TypeForm::Row;
    do {
      ++m_at;
      auto name = readFieldName();
      if (!name) return std::nullopt;
      auto field = readType(depth + 1);
      if (!field) return std::nullopt;
      type.parts.push_back(std::move(*field));
      type.names.push_back(std::move(*name));
      skipBlanks();
    } while (isAt(','));
    if (!takeEnd()) return std::nullopt;
    const std::set<std::string_view> distinct(type.names.begin(), type.names.end());
    if (distinct.size() != type.names.size() || distinct.count("") > 0) type.names.clear();
    return type;
  }

  /// "" where the field has none. Nothing where a quote does not end.
  std::optional<std::string> readFieldName() {
    skipBlanks();
    if (isAt('"')) {
      std::string name;
      for (++m_at; m_at < m_words.size(); ++m_at) {
        if (m_words[m_at] == '"' && (++m_at >= m_words.size() || m_words[m_at] != '"')) {
          static_cast<void>(take(':'));
          return name;
        }
        name += m_words[m_at];
      }
      return std::nullopt;
    }
    const size_t before = m_at;
    const std::string_view word = takeWord(true);
    if (take(':')) return std::string(word);
    // What stands alone, or before brackets, or has more words of its own is a type.
    if (nextWord().empty() && !isAt('"')) {
      m_at = before;
      return std::string();
    }
    if (goesOnBehind(lowered(word))) {
      m_at = before;
      return std::string();
    }
    return std::string(word);
  }

  std::string_view m_words;
  size_t m_at = 0;
};

}  // namespace

TrinoType trinoType(std::string_view words) {
  return TypeReader(words).read().value_or(TrinoType{});
}

Column trinoColumn(const QString& name, const QString& words, const TrinoType& type) {
  Column column;
  column.name = name;
  column.databaseType = words;
  // An array's value that is none, or has a member of another type, does not fit.
  column.source = type.isPlainArray() ? TypeSource::Declared : TypeSource::Fixed;
  column.type = type.isPlainArray() ? ColumnType::Array : type.type;
  column.element = type.isPlainArray() ? type.parts.front().type : ColumnType::String;
  return column;
}

}  // namespace courier
