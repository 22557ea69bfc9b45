#include "widgets/send/AlsoTargets.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/CheckedField.h"
#include "widgets/common/Fold.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/FormScroll.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kAlsoMostHeight = 132;  ///< of the list; beyond it scrolls
constexpr int kNameWidth = 150;

}  // namespace

struct AlsoTargets::Row {
  Target target;
  QCheckBox* box = nullptr;
  DimLabel* address = nullptr;
  CheckedField* path = nullptr;
  [[nodiscard]] bool isTicked(TargetId chosen) const { return target.id != chosen && box->isChecked(); }
  [[nodiscard]] QString tail() const { return path->text().trimmed(); }
};

AlsoTargets::AlsoTargets(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_fold = new Fold(tr("&Also send to…"), QStringLiteral("also"), this);
  layout->addWidget(m_fold);
  m_fold->content()->setContentsMargins(FormGrid::controlColumn, 0, 0, 0);
  m_list = new FormScroll(m_fold);
  m_list->setMaximumHeight(kAlsoMostHeight);
  m_list->setAccessibleName(tr("Further targets"));
  m_grid = new QGridLayout;
  m_grid->setContentsMargins(2, 2, 8, 2);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(6);
  m_grid->setColumnMinimumWidth(0, kNameWidth);
  m_grid->setColumnStretch(1, 1);
  m_list->content()->addLayout(m_grid);
  m_list->content()->addStretch(1);
  m_fold->content()->addWidget(m_list);
  m_hint = new Note(m_fold);
  m_hint->setObjectName(QStringLiteral("alsoHint"));
  m_fold->content()->addWidget(m_hint);
  hide();
}

AlsoTargets::~AlsoTargets() = default;

void AlsoTargets::setTargets(const QVector<Target>& targets) {
  for (const auto& row : m_rows) {
    delete row->box;
    delete row->address;
    delete row->path;
  }
  m_rows.clear();
  QWidget* before = m_fold->findChild<QToolButton*>();
  for (const Target& target : targets) {
    addRow(target);
    // They come after the dialog's other parts were made.
    for (QWidget* part :
         {static_cast<QWidget*>(m_rows.back()->box), static_cast<QWidget*>(m_rows.back()->path->edit())}) {
      setTabOrder(before, part);
      before = part;
    }
  }
  showRows();
}

void AlsoTargets::addRow(const Target& target) {
  auto row = std::make_unique<Row>();
  row->target = target;
  const QString address = target.to.url.addressForPeople(target.to.user, !target.to.secretKey.isEmpty());
  row->box = new QCheckBox(target.name, m_list->widget());
  row->box->setObjectName(QStringLiteral("also-") + target.name);
  row->box->setAccessibleName(tr("Also send to %1").arg(target.name));
  row->box->setToolTip(address);
  row->address = new DimLabel(address, m_list->widget());
  row->address->setToolTip(address);
  row->address->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->path = new CheckedField(tr("Path at %1").arg(target.name), m_list->widget());
  row->path->edit()->setObjectName(QStringLiteral("alsoPath-") + target.name);
  row->path->edit()->setFont(monospaceFont());
  row->path->edit()->setPlaceholderText(tr("path after its address; may be empty"));
  const int line = m_grid->rowCount();
  m_grid->addWidget(row->box, line, 0);
  m_grid->addWidget(row->address, line, 1);
  m_grid->addWidget(row->path, line, 1);
  connect(row->box, &QCheckBox::toggled, this, &AlsoTargets::onChanged);
  const Row& kept = *row;
  connect(row->path->edit(), &QLineEdit::textChanged, this, [this, &kept] {
    checkPath(kept);
    Q_EMIT changed();
  });
  m_rows.push_back(std::move(row));
}

void AlsoTargets::setChosen(TargetId chosen) {
  m_chosen = chosen;
  showRows();
}

void AlsoTargets::showRows() {
  bool isAny = false;
  QStringList remarks;
  Tone tone = Tone::Warn;
  for (const auto& row : m_rows) {
    const bool isThere = row->target.id != m_chosen;
    const bool isTicked = row->isTicked(m_chosen);
    isAny = isAny || isThere;
    row->box->setVisible(isThere);
    row->address->setVisible(isThere && !isTicked);
    row->path->setVisible(isTicked);
    if (!isTicked) continue;
    const bool isStopped = row->target.state != TargetState::Active;
    const QString remark = isStopped ? row->target.stateReason : unencryptedWarning(row->target.to.url);
    if (remark.isEmpty()) continue;
    if (isStopped) tone = Tone::Bad;
    remarks.append(tr("%1: %2", "target: what stands against it").arg(row->target.name, remark));
  }
  m_hint->say(tone, remarks.join(QLatin1Char('\n')));
  setVisible(isAny);
  m_list->updateGeometry();
}

void AlsoTargets::onChanged() {
  showRows();
  Q_EMIT changed();
}

QVector<AlsoTargets::Ticked> AlsoTargets::ticked() const {
  QVector<Ticked> ticked;
  for (const auto& row : m_rows) {
    if (row->isTicked(m_chosen)) ticked.append({row->target, row->tail()});
  }
  return ticked;
}

bool AlsoTargets::checkPath(const Row& row) {
  const auto joined = row.target.to.joined(row.tail());
  row.path->setError(joined ? QString() : joined.error().message);
  return joined.ok();
}

bool AlsoTargets::check() {
  const Row* wrong = nullptr;
  for (const auto& row : m_rows) {
    if (!row->isTicked(m_chosen)) continue;
    if (!checkPath(*row) && !wrong) wrong = row.get();
  }
  if (!wrong) return true;
  m_fold->setOpen(true);
  wrong->path->edit()->setFocus(Qt::OtherFocusReason);
  return false;
}

}  // namespace courier
