#include "widgets/targets/LimitFields.h"

#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"
#include "widgets/targets/OptionControls.h"

namespace courier {
namespace {

constexpr int kLimitFieldsLongest = 3600;
constexpr int kLongestInAll = 86'400;

}  // namespace

LimitFields::LimitFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  const auto add = [&](const QString& label, const char* name, int most, const QString& words) {
    QSpinBox* box = makeNumber(name, 1, most, tr(" s", "seconds, behind a number"), grid);
    box->setToolTip(words);
    box->setAccessibleName(words);
    grid->addRow(label, box);
    return box;
  };
  m_connect = add(tr("Connect within"), "connectLimit", kLimitFieldsLongest, tr("Time limit for connecting"));
  m_sending = add(tr("While sending"), "sendLimit", kLimitFieldsLongest, tr("Time limit of silence while sending"));
  m_answer = add(tr("Answer within"), "answerLimit", kLimitFieldsLongest, tr("Time limit of silence after the body"));
  m_total = add(tr("In all"), "totalLimit", kLongestInAll, tr("Time limit in all, besides what the body's size needs"));
  set({});
}

void LimitFields::set(const Target& target) {
  const TimeOptions& times = target.to.options.times;
  m_connect->setValue(times.connectS);
  m_sending->setValue(times.silenceWhileSendingS);
  m_answer->setValue(times.silenceAfterBodyS);
  m_total->setValue(times.totalS);
}

void LimitFields::read(Target& target) const {
  TimeOptions& times = target.to.options.times;
  times.connectS = m_connect->value();
  times.silenceWhileSendingS = m_sending->value();
  times.silenceAfterBodyS = m_answer->value();
  times.totalS = m_total->value();
}

}  // namespace courier
