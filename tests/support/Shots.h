#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QPixmap>
#include <QString>
#include <QWidget>

namespace courier::testing {

/// Where COURIER_SHOTS names a folder, writes the widget's picture there as NAME-SCHEME[@2x].png, to be looked at.
inline void shoot(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("COURIER_SHOTS");
  if (folder.isEmpty()) return;
  QDir().mkpath(folder);
  // What is still to be laid out.
  QCoreApplication::sendPostedEvents();
  QCoreApplication::processEvents();
  const QString scheme =
      widget.palette().color(QPalette::Window).lightness() < 128 ? QStringLiteral("dark") : QStringLiteral("light");
  const QString scale = widget.devicePixelRatioF() > 1 ? QStringLiteral("@2x") : QString();
  widget.grab().save(QStringLiteral("%1/%2-%3%4.png").arg(folder, name, scheme, scale));
}

}  // namespace courier::testing
