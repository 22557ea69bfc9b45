#include "widgets/results/CellDialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStringDecoder>
#include <QVBoxLayout>
#include <algorithm>

#include "models/explore/ResultTableModel.h"
#include "widgets/common/Labels.h"
#include "widgets/common/TextView.h"

namespace courier {
namespace {

constexpr qsizetype kMostHexBytes = 256 * 1024;

struct Shown {
  QString text;
  QString about;
};

Shown shownValue(const QModelIndex& index) {
  const auto kind = static_cast<CellKind>(index.data(ResultTableModel::KindRole).toInt());
  const QLocale locale;
  if (kind == CellKind::Null) return {QString(), CellDialog::tr("NULL: there is no value")};
  if (kind == CellKind::Blob) {
    const QByteArray bytes = index.data(ResultTableModel::BytesRole).toByteArray();
    QString about = CellDialog::tr("Binary, %Ln byte(s)", nullptr, static_cast<int>(bytes.size()));
    if (bytes.size() > kMostHexBytes) {
      about +=
          QStringLiteral(" · ") + CellDialog::tr("the first %1 are shown").arg(locale.formattedDataSize(kMostHexBytes));
    }
    return {hexDump(bytes, kMostHexBytes), about};
  }
  const QString text = index.data(ResultTableModel::RawTextRole).toString();
  QString about = CellDialog::tr("%Ln character(s)", nullptr, static_cast<int>(text.size()));
  if (kind == CellKind::Text && text.contains(QChar::ReplacementCharacter)) {
    const QByteArray bytes = index.data(ResultTableModel::BytesRole).toByteArray();
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(bytes);
    if (decoder.hasError()) about += QStringLiteral(" · ") + CellDialog::tr("not valid UTF-8: shown with �");
  }
  return {text, about};
}

}  // namespace

QString hexDump(const QByteArray& bytes, qsizetype limit) {
  QString out;
  const qsizetype end = std::min(bytes.size(), limit);
  for (qsizetype line = 0; line < end; line += 16) {
    const QByteArray part = bytes.mid(line, std::min<qsizetype>(16, end - line));
    QString characters;
    for (const char byte : part) {
      characters += byte >= 0x20 && byte < 0x7f ? QLatin1Char(byte) : QLatin1Char('.');
    }
    out += QStringLiteral("%1  %2  %3\n")
               .arg(line, 8, 16, QLatin1Char('0'))
               .arg(QString::fromLatin1(part.toHex(' ')).leftJustified(47), characters);
  }
  return out;
}

CellDialog::CellDialog(const QModelIndex& index, QWidget* parent) : Dialog(QString(), parent) {
  const QString column = index.model()->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
  setHeading(tr("Row %L1, %2")
                 .arg(index.row() + 1)
                 .arg(column.isEmpty() ? tr("column %L1").arg(index.column() + 1) : beginningOf(column)));
  setPreferredSize(640, 420);
  const Shown shown = shownValue(index);
  content()->addWidget(new DimLabel(shown.about, this));
  auto* value = new TextView(tr("Value"), this);
  const auto kind = static_cast<CellKind>(index.data(ResultTableModel::KindRole).toInt());
  if (kind == CellKind::Blob) value->setWrap(TextView::Wrap::FarOut);
  value->setPlainText(shown.text);
  content()->addWidget(value, 1);
  const QString raw = kind == CellKind::Blob ? shown.text : index.data(ResultTableModel::RawTextRole).toString();
  Button* copy = addLeftButton(tr("C&opy"));
  copy->setEnabled(kind != CellKind::Null);
  connect(copy, &Button::clicked, this, [raw] { QGuiApplication::clipboard()->setText(raw); });
  Button* close = addDefaultButton(tr("&Close"));
  connect(close, &Button::clicked, this, &Dialog::accept);
  value->setFocus();
}

}  // namespace courier
