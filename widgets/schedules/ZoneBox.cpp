#include "widgets/schedules/ZoneBox.h"

#include <QCompleter>
#include <QLineEdit>

namespace courier {

ZoneBox::ZoneBox(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Time zone"));
  setToolTip(tr("The time zone that the schedule's times are meant in"));
  setEditable(true);
  setInsertPolicy(QComboBox::NoInsert);
  setMinimumContentsLength(22);
  setMaxVisibleItems(16);
  const QList<QByteArray> names = QTimeZone::availableTimeZoneIds();
  for (const QByteArray& name : names) addItem(QString::fromUtf8(name));
  completer()->setFilterMode(Qt::MatchContains);
  completer()->setCompletionMode(QCompleter::PopupCompletion);
  lineEdit()->setAccessibleName(tr("Time zone"));
  connect(this, &QComboBox::currentTextChanged, this, &ZoneBox::zoneChanged);
}

void ZoneBox::setZone(const QString& name) {
  const int index = findText(name, Qt::MatchExactly);
  if (index >= 0) {
    setCurrentIndex(index);
  } else {
    setEditText(name);
  }
}

std::optional<QTimeZone> ZoneBox::zone() const {
  QTimeZone zone(currentText().trimmed().toUtf8());
  return zone.isValid() ? std::optional(zone) : std::nullopt;
}

}  // namespace courier
