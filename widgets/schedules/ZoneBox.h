#pragma once

#include <QComboBox>
#include <QTimeZone>
#include <optional>

namespace courier {

/// A time zone by its IANA name: chosen from the list, or typed; what is typed finds every name that holds it.
class ZoneBox final : public QComboBox {
  Q_OBJECT
 public:
  explicit ZoneBox(QWidget* parent = nullptr);

  void setZone(const QString& name);
  /// Nothing while what stands there is no zone's name.
  [[nodiscard]] std::optional<QTimeZone> zone() const;

 Q_SIGNALS:
  void zoneChanged();
};

}  // namespace courier
