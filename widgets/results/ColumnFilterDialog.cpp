#include "widgets/results/ColumnFilterDialog.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/Labels.h"
#include "widgets/results/FilterText.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/RowArranger.h"

namespace courier {
namespace {

constexpr int kMostListed = 1000;
constexpr int kListHeight = 220;

/// The kinds of filters as the box lists them.
struct FilterChoice {
  ValueFilter::Kind kind;
  bool excludes;
};
constexpr FilterChoice filterChoices[] = {{ValueFilter::Kind::Contains, false}, {ValueFilter::Kind::Contains, true},
                                          {ValueFilter::Kind::Equals, false},   {ValueFilter::Kind::Equals, true},
                                          {ValueFilter::Kind::Range, false},    {ValueFilter::Kind::Range, true},
                                          {ValueFilter::Kind::OneOf, false},    {ValueFilter::Kind::OneOf, true},
                                          {ValueFilter::Kind::Null, false},     {ValueFilter::Kind::Null, true}};

enum FieldsPage { kTextPage, kRangePage, kListPage, kNothingPage };

FieldsPage pageOf(ValueFilter::Kind kind) {
  switch (kind) {
    case ValueFilter::Kind::Contains:
    case ValueFilter::Kind::Equals:
      return kTextPage;
    case ValueFilter::Kind::Range:
      return kRangePage;
    case ValueFilter::Kind::OneOf:
      return kListPage;
    case ValueFilter::Kind::Null:
      break;
  }
  return kNothingPage;
}

}  // namespace

ColumnFilterDialog::ColumnFilterDialog(ResultGrid& grid, int column, QWidget* parent)
    : Dialog(tr("Filter “%1”").arg(beginningOf(grid.columnName(column), 40)), parent), m_grid(grid), m_column(column) {
  m_kind = new QComboBox(this);
  m_kind->setAccessibleName(tr("Show the rows whose value"));
  m_kind->addItems({tr("contains"), tr("does not contain"), tr("is"), tr("is not"), tr("is from … to …"),
                    tr("is not from … to …"), tr("is one of"), tr("is none of"), tr("is NULL"), tr("is not NULL")});
  addFields();
  const ValueFilter* known = nullptr;
  for (const ValueFilter& each : grid.arranger()->wanted().filters) {
    if (each.column == column) known = &each;
  }
  if (known) {
    show(*known);
    connect(addLeftButton(tr("Remove the filter"), ButtonKind::Quiet), &QPushButton::clicked, this, [this] {
      m_grid.dropFilter(m_column);
      QDialog::accept();
    });
  }
  connect(m_kind, &QComboBox::currentIndexChanged, this, &ColumnFilterDialog::showKind);
  addCancelButton();
  connect(addDefaultButton(tr("Filter")), &QPushButton::clicked, this, &QDialog::accept);
  setPreferredSize(420);
  showKind();
  rememberFields();
}

ColumnFilterDialog::~ColumnFilterDialog() {
  m_cancel.cancel();
  hide();
}

void ColumnFilterDialog::addFields() {
  auto* head = new QHBoxLayout;
  head->setSpacing(12);
  head->addWidget(new DimLabel(tr("The value"), this));
  head->addWidget(m_kind, 1);
  content()->addLayout(head);
  m_fields = new QStackedWidget(this);
  content()->addWidget(m_fields);

  m_text = new QLineEdit(m_fields);
  m_text->setAccessibleName(tr("Text"));
  auto* textPage = new QWidget(m_fields);
  auto* textLayout = new QVBoxLayout(textPage);
  textLayout->setContentsMargins(0, 0, 0, 0);
  textLayout->addWidget(m_text);
  textLayout->addStretch(1);
  m_fields->addWidget(textPage);

  auto* range = new QWidget(m_fields);
  auto* rangeLayout = new QHBoxLayout(range);
  rangeLayout->setContentsMargins(0, 0, 0, 0);
  rangeLayout->setSpacing(8);
  m_from = new QLineEdit(range);
  m_from->setPlaceholderText(tr("from the least"));
  m_from->setAccessibleName(tr("From"));
  m_to = new QLineEdit(range);
  m_to->setPlaceholderText(tr("to the greatest"));
  m_to->setAccessibleName(tr("To"));
  rangeLayout->addWidget(m_from, 0, Qt::AlignTop);
  rangeLayout->addWidget(new DimLabel(tr("to"), range), 0, Qt::AlignTop);
  rangeLayout->addWidget(m_to, 0, Qt::AlignTop);
  m_fields->addWidget(range);

  auto* list = new QWidget(m_fields);
  auto* listLayout = new QVBoxLayout(list);
  listLayout->setContentsMargins(0, 0, 0, 0);
  listLayout->setSpacing(8);
  m_narrow = new QLineEdit(list);
  m_narrow->setPlaceholderText(tr("Find a value…"));
  m_narrow->setAccessibleName(tr("Find a value in the list"));
  m_narrow->setClearButtonEnabled(true);
  listLayout->addWidget(m_narrow);
  m_list = new QListWidget(list);
  m_list->setAccessibleName(tr("Values"));
  m_list->setMinimumHeight(kListHeight);
  m_list->setUniformItemSizes(true);
  listLayout->addWidget(m_list, 1);
  m_listFoot = new DimLabel({}, list);
  listLayout->addWidget(m_listFoot);
  m_fields->addWidget(list);
  m_fields->addWidget(new QWidget(m_fields));
  connect(m_narrow, &QLineEdit::textChanged, this, &ColumnFilterDialog::narrowList);
}

void ColumnFilterDialog::show(const ValueFilter& filter) {
  for (int at = 0; at < static_cast<int>(std::size(filterChoices)); ++at) {
    if (filterChoices[at].kind == filter.kind && filterChoices[at].excludes == filter.excludes)
      m_kind->setCurrentIndex(at);
  }
  m_text->setText(filter.text);
  m_from->setText(filter.from);
  m_to->setText(filter.to);
  m_chosen = filter.values;
}

void ColumnFilterDialog::showKind() {
  const FieldsPage page = pageOf(filterChoices[m_kind->currentIndex()].kind);
  m_fields->setCurrentIndex(page);
  // The other pages ask for no room.
  for (int at = 0; at < m_fields->count(); ++at) {
    m_fields->widget(at)->setSizePolicy(QSizePolicy::Preferred,
                                        at == page ? QSizePolicy::Preferred : QSizePolicy::Ignored);
  }
  m_fields->setVisible(page != kNothingPage);
  m_fields->updateGeometry();
  if (page == kListPage) countValues();
  if (isVisible() && page != kNothingPage)
    (page == kTextPage ? m_text : page == kRangePage ? m_from : m_narrow)->setFocus(Qt::OtherFocusReason);
}

void ColumnFilterDialog::countValues() {
  const std::shared_ptr<ResultStore> result = m_grid.resultModel()->store();
  if (m_isCounted || !result) return;
  m_isCounted = true;
  m_listFoot->setText(tr("Counting the values…"));
  whenDone(runInBackground([result, column = m_column, cancel = m_cancel] {
             RowProgress progress;
             return distinctValues(*result, nullptr, column, kMostListed, cancel, progress);
           }),
           this, [this](const Expected<DistinctValues>& values) {
             if (values) return listValues(*values);
             m_listFoot->setText(values.error().message);
           });
}

void ColumnFilterDialog::listValues(const DistinctValues& values) {
  const QLocale locale;
  const auto add = [&](const KeptValue& value, const QString& count) {
    auto* line = new QListWidgetItem(count.isEmpty() ? shortValue(value)
                                                     : QStringLiteral("%1   %2").arg(shortValue(value), count));
    line->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    line->setCheckState(m_chosen.contains(value) ? Qt::Checked : Qt::Unchecked);
    m_list->addItem(line);
    m_values.append(value);
  };
  for (const ValueCount& each : values.often) add(each.value, locale.toString(each.count));
  // What the filter names stays, however rare.
  for (const KeptValue& value : std::as_const(m_chosen)) {
    if (!m_values.contains(value)) add(value, {});
  }
  m_listFoot->setText(values.distinct > values.often.size()
                          ? tr("The %1 most frequent of %2 values.")
                                .arg(locale.toString(values.often.size()), locale.toString(values.distinct))
                          : tr("All %Ln value(s).", nullptr, static_cast<int>(values.distinct)));
  narrowList(m_narrow->text());
}

void ColumnFilterDialog::narrowList(const QString& text) {
  for (int line = 0; line < m_list->count(); ++line)
    m_list->item(line)->setHidden(!text.isEmpty() && !m_list->item(line)->text().contains(text, Qt::CaseInsensitive));
}

std::optional<ValueFilter> ColumnFilterDialog::filter() const {
  const FilterChoice choice = filterChoices[m_kind->currentIndex()];
  ValueFilter filter;
  filter.column = m_column;
  filter.kind = choice.kind;
  filter.excludes = choice.excludes;
  switch (choice.kind) {
    case ValueFilter::Kind::Contains:
      filter.text = m_text->text();
      if (filter.text.isEmpty()) return std::nullopt;
      break;
    case ValueFilter::Kind::Equals:
      filter.text = m_text->text();
      break;
    case ValueFilter::Kind::Range:
      filter.from = m_from->text();
      filter.to = m_to->text();
      if (filter.from.isEmpty() && filter.to.isEmpty()) return std::nullopt;
      break;
    case ValueFilter::Kind::OneOf:
      for (int line = 0; line < m_list->count(); ++line) {
        if (m_list->item(line)->checkState() == Qt::Checked) filter.values.append(m_values[line]);
      }
      if (m_list->count() == 0) filter.values = m_chosen;
      if (filter.values.isEmpty()) return std::nullopt;
      break;
    case ValueFilter::Kind::Null:
      break;
  }
  return filter;
}

void ColumnFilterDialog::accept() {
  if (const auto wanted = filter()) {
    m_grid.setFilter(*wanted);
  } else {
    m_grid.dropFilter(m_column);
  }
  Dialog::accept();
}

}  // namespace courier
