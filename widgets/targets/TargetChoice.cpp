#include "widgets/targets/TargetChoice.h"

#include <QComboBox>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AddressFields.h"

namespace courier {
namespace {

constexpr int kTyped = -1;  ///< the entry for an address, among the indexes of saved targets

}  // namespace

TargetChoice::TargetChoice(TargetStore& targets, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  auto* choice = new FormGrid(this);
  m_target = new QComboBox(choice);
  m_target->setObjectName(QStringLiteral("target"));
  m_target->addItem(tr("An address…"), kTyped);
  choice->addRow(tr("Send &to"), m_target);
  layout->addWidget(choice);
  m_savedRows = new FormGrid(this);
  m_path = new CheckedField(tr("Path"), m_savedRows);
  m_path->edit()->setObjectName(QStringLiteral("path"));
  m_path->edit()->setFont(monospaceFont());
  m_path->edit()->setPlaceholderText(tr("behind the target's address; may stay empty"));
  m_savedRows->addRow(tr("Pat&h"), m_path);
  layout->addWidget(m_savedRows);
  m_typedRows = new FormGrid(this);
  m_fields = new AddressFields(*m_typedRows);
  layout->addWidget(m_typedRows);
  m_hint = new Note(this);
  m_hint->setObjectName(QStringLiteral("hint"));
  layout->addWidget(m_hint);
  connect(m_target, &QComboBox::currentIndexChanged, this, &TargetChoice::showChoice);
  connect(m_fields, &AddressFields::methodChosen, this, [this](HttpMethod method) { m_typedMethod = method; });
  showChoice();
  whenDone(targets.all(), this, [this](const Result<QVector<Target>>& all) { showTargets(all); });
}

void TargetChoice::showTargets(const Result<QVector<Target>>& targets) {
  if (!targets) return m_hint->say(Tone::Bad, targets.error().message);
  const bool typing = !m_fields->addressField()->text().isEmpty();
  m_targets = *targets;
  for (int index = 0; index < m_targets.size(); ++index) m_target->insertItem(index, m_targets[index].name, index);
  if (!m_targets.isEmpty()) m_target->insertSeparator(static_cast<int>(m_targets.size()));
  if (!typing) m_target->setCurrentIndex(0);
  showChoice();
}

const Target* TargetChoice::chosen() const {
  const QVariant index = m_target->currentData();
  const int number = index.toInt();
  return index.isValid() && number >= 0 && number < m_targets.size() ? &m_targets[number] : nullptr;
}

void TargetChoice::showChoice() {
  const Target* target = chosen();
  m_savedRows->setVisible(target != nullptr);
  m_typedRows->setVisible(target == nullptr);
  if (target && target->state != TargetState::Active) {
    m_hint->say(Tone::Bad, target->stateReason);
  } else {
    m_hint->say(Tone::Warn, target ? unencryptedWarning(target->url) : QString());
  }
}

std::optional<TargetWish> TargetChoice::check() {
  TargetWish wish;
  if (const Target* target = chosen()) {
    const QString path = m_path->text().trimmed();
    if (!path.isEmpty()) {
      if (const auto joined = target->url.joined(path); !joined) {
        m_path->setError(joined.error().message);
        m_path->edit()->setFocus(Qt::OtherFocusReason);
        return std::nullopt;
      }
    }
    wish.reference.name = target->name;
    wish.reference.tail = path;
    return wish;
  }
  if (!m_fields->check()) return std::nullopt;
  const auto url = m_fields->url();
  if (!url) return std::nullopt;
  TargetUrl::Parsed address;
  address.url = *url;
  address.user = m_fields->user();
  address.password = m_fields->password();
  address.hasUserInfo = !address.user.isEmpty();
  address.method = m_typedMethod;
  wish.reference.address = address;
  return wish;
}

}  // namespace courier
