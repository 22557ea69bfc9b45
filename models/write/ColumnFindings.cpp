#include "models/write/ColumnFindings.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/Utf8.h"
#include "models/write/BodyWriter.h"
#include "models/write/ValueText.h"

namespace courier {
namespace {

struct ColumnFindingsTr {
  Q_DECLARE_TR_FUNCTIONS(ColumnFindings)
};

bool isUtf8(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const Utf8Piece piece = utf8Piece(at, end);
    if (!piece.valid) return false;
    at += piece.length;
  }
  return true;
}

int counted(qint64 count) {
  return static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max()));
}

bool says(const QString& databaseType, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return databaseType.contains(QLatin1String(word), Qt::CaseInsensitive); });
}

QString typeName(const Column& column) {
  return columnTypeName(column.type, column.element);
}

/// Where the values did not fit what the database says of the column, or are of several kinds.
QString typeRemark(const Column& declared, const Column& sent, const ColumnFindings& found) {
  const qint64 values = found.integers + found.reals + found.booleans + found.texts + found.blobs;
  if (values == 0) {
    if (found.nulls == 0 || declared.source == TypeSource::Fixed) return {};
    return ColumnFindingsTr::tr("only NULL: sent as %1 because there is no value").arg(typeName(sent));
  }
  if (declared.source == TypeSource::Declared && typeName(declared) != typeName(sent)) {
    return ColumnFindingsTr::tr("not every value fits the declared type: %1 instead of %2")
        .arg(typeName(sent), typeName(declared));
  }
  if (sent.type != ColumnType::String) return {};
  const qint64 others = found.integers + found.reals + found.booleans;
  if (others == 0) return {};
  if (declared.source == TypeSource::Values)
    return ColumnFindingsTr::tr("values of several kinds: all sent as strings");
  return ColumnFindingsTr::tr("%n number(s) sent as strings", nullptr, counted(others));
}

/// Where the database's type has no counterpart in the body.
QString stringRemark(const Column& declared, const Column& sent, const ColumnFindings& found) {
  if (sent.type != ColumnType::String || found.texts == 0) return {};
  if (says(declared.databaseType, {"DEC", "NUMERIC", "MONEY"})) {
    return ColumnFindingsTr::tr("decimals sent as strings, every digit kept");
  }
  if (says(declared.databaseType, {"DATE", "TIME", "INTERVAL"})) {
    return ColumnFindingsTr::tr("dates and times sent as strings, as the database writes them");
  }
  return {};
}

QString wideRemark(const Column& sent, const ColumnFindings& found, const BodyOptions& form) {
  if (found.wideIntegers == 0 || sent.type == ColumnType::String) return {};
  const int wide = counted(found.wideIntegers);
  if (form.format == BodyFormat::Csv) {
    return ColumnFindingsTr::tr("%n integer(s) beyond 2^53, exact: a spreadsheet would round them", nullptr, wide);
  }
  if (form.wideIntegersAsStrings && sent.type == ColumnType::Long) {
    return ColumnFindingsTr::tr("%n integer(s) beyond 2^53 sent as strings", nullptr, wide);
  }
  return ColumnFindingsTr::tr("%n integer(s) beyond 2^53, exact: JavaScript would round them", nullptr, wide);
}

QString nameRemark(qsizetype column, const Columns& sent, const BodyOptions& form) {
  const QString& name = sent[column].name;
  const auto isNamesake = [&name](const Column& other) { return other.name == name; };
  const bool isTwice = std::count_if(sent.begin(), sent.end(), isNamesake) > 1;
  if (!name.isEmpty() && !isTwice) return {};
  QString remark =
      name.isEmpty() ? ColumnFindingsTr::tr("it has no name") : ColumnFindingsTr::tr("its name occurs more than once");
  if (form.format != BodyFormat::Objects && form.format != BodyFormat::Lines) return remark;
  const QString key = objectKeys(sent).value(column);
  return key == name ? remark : ColumnFindingsTr::tr("%1: sent as “%2”").arg(remark, key);
}

void add(const Cell& cell, ColumnFindings& found) {
  switch (cell.kind) {
    case CellKind::Null:
      ++found.nulls;
      return;
    case CellKind::Integer:
      ++found.integers;
      if (cell.integer > exactInDouble || cell.integer < -exactInDouble) ++found.wideIntegers;
      return;
    case CellKind::Real:
      ++found.reals;
      if (!std::isfinite(cell.real)) ++found.notFinite;
      return;
    case CellKind::Boolean:
      ++found.booleans;
      return;
    case CellKind::Text:
    case CellKind::Array:
      ++found.texts;
      if (!isUtf8(cell.bytes)) ++found.brokenTexts;
      return;
    case CellKind::Blob:
      ++found.blobs;
      return;
  }
}

}  // namespace

void addFindings(const ColumnBatch& batch, int rowCount, QVector<ColumnFindings>& findings) {
  for (int column = 0; column < batch.columnCount(); ++column) {
    ColumnFindings& found = findings[column];
    for (int row = 0; row < rowCount; ++row) add(batch.cell(row, column), found);
  }
}

QStringList columnRemarks(qsizetype column, const Columns& declared, const Columns& sent,
                          const ColumnFindings& findings, const BodyOptions& form) {
  const Column& now = sent[column];
  QStringList remarks = {typeRemark(declared[column], now, findings), stringRemark(declared[column], now, findings),
                         wideRemark(now, findings, form)};
  if (findings.notFinite > 0) {
    const int odd = counted(findings.notFinite);
    remarks += form.format == BodyFormat::Csv
                   ? ColumnFindingsTr::tr("%n value(s) NaN or infinite: an empty field", nullptr, odd)
                   : ColumnFindingsTr::tr("%n value(s) NaN or infinite: null", nullptr, odd);
  }
  if (findings.brokenTexts > 0) {
    remarks +=
        ColumnFindingsTr::tr("%n text(s) not UTF-8: the broken parts become �", nullptr, counted(findings.brokenTexts));
  }
  if (findings.blobs > 0) {
    remarks += ColumnFindingsTr::tr("%n binary value(s) as base64", nullptr, counted(findings.blobs));
  }
  remarks += nameRemark(column, sent, form);
  remarks.removeAll(QString());
  return remarks;
}

}  // namespace courier
