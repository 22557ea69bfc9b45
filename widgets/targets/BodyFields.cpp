#include "widgets/targets/BodyFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

#include "widgets/common/FormGrid.h"
#include "widgets/targets/OptionControls.h"

namespace courier {
namespace {

constexpr int kMostRows = std::numeric_limits<int>::max();

}  // namespace

BodyFields::BodyFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  m_method = makeChoice("method", grid);
  m_method->addItem(httpMethodName(HttpMethod::Put), static_cast<int>(HttpMethod::Put));
  m_method->addItem(httpMethodName(HttpMethod::Post), static_cast<int>(HttpMethod::Post));
  grid->addRow(tr("&Method"), m_method);
  m_rowCap = makeNumber("rowCap", 0, kMostRows, {}, grid);
  m_rowCap->setSingleStep(10'000);
  m_rowCap->setSpecialValueText(tr("no limit"));
  m_rowCap->setToolTip(tr("Further rows of a result are left out, and it is said. 0: no limit."));
  grid->addRow(tr("&Rows at most"), m_rowCap);
  m_format = makeChoice("format", grid);
  m_format->addItem(tr("JSON: column names, types and rows"), static_cast<int>(BodyFormat::Result));
  m_format->addItem(tr("JSON: an array of objects"), static_cast<int>(BodyFormat::Objects));
  m_format->addItem(tr("JSON lines: an object a line"), static_cast<int>(BodyFormat::Lines));
  m_format->addItem(tr("CSV with a header line"), static_cast<int>(BodyFormat::Csv));
  grid->addRow(tr("&Body"), m_format);
  m_gzip = addBox(*grid, tr("Compress it (&gzip)"), "gzip");
  m_wide = addBox(*grid, tr("&Integers beyond 2^53 as strings"), "wideAsStrings");
  set({});
}

void BodyFields::set(const Target& target) {
  setMethod(target.to.method);
  m_rowCap->setValue(static_cast<int>(qMin(target.to.rowCap, qint64{kMostRows})));
  choose(*m_format, static_cast<int>(target.to.options.body.format));
  m_gzip->setChecked(target.to.options.body.gzip);
  m_wide->setChecked(target.to.options.body.wideIntegersAsStrings);
}

void BodyFields::read(Target& target) const {
  target.to.method = static_cast<HttpMethod>(m_method->currentData().toInt());
  // A cap beyond what can be shown stays while nobody changes it.
  if (m_rowCap->value() < kMostRows || target.to.rowCap < kMostRows) target.to.rowCap = m_rowCap->value();
  target.to.options.body.format = static_cast<BodyFormat>(m_format->currentData().toInt());
  target.to.options.body.gzip = m_gzip->isChecked();
  target.to.options.body.wideIntegersAsStrings = m_wide->isChecked();
}

void BodyFields::setMethod(HttpMethod method) {
  choose(*m_method, static_cast<int>(method));
}

QWidget* BodyFields::fieldOf(TargetPart part) const {
  if (part == TargetPart::Method) return m_method;
  return part == TargetPart::Rows ? m_rowCap : nullptr;
}

}  // namespace courier
