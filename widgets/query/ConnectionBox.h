#pragma once

#include <QComboBox>
#include <QVector>

#include "models/query/Connection.h"

namespace courier {

/// The connection a tab runs on, and below the connections "Open database file…".
class ConnectionBox final : public QComboBox {
  Q_OBJECT
 public:
  explicit ConnectionBox(QWidget* parent = nullptr);

  /// Whether "Open database file…" stands below the connections; true at first.
  void setOffersFiles(bool offers);
  /// Offers these; keeps what is chosen while it is among them.
  void setConnections(const QVector<Connection>& connections);
  /// Chooses one, now or once it is among the connections.
  void choose(ConnectionId id);
  [[nodiscard]] ConnectionId chosen() const { return m_chosen; }
  /// The chosen connection; an invalid id where there is none.
  [[nodiscard]] Connection connection() const;

 Q_SIGNALS:
  void connectionChanged();
  void openFileWanted();

 private:
  void showChosen();
  QVector<Connection> m_connections;
  ConnectionId m_chosen;
  bool m_offersFiles = true;
};

}  // namespace courier
