#include "widgets/query/ConnectionBox.h"

#include <QSignalBlocker>

#include "widgets/connections/ConnectionMark.h"
#include "widgets/connections/ConnectionText.h"

namespace courier {

ConnectionBox::ConnectionBox(QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Connection"));
  setSizeAdjustPolicy(QComboBox::AdjustToContents);
  setMinimumContentsLength(8);
  setMaximumWidth(260);
  setPlaceholderText(tr("No connection"));
  setConnections({});
  connect(this, &QComboBox::activated, this, [this](int index) {
    const qint64 id = itemData(index).toLongLong();
    if (id > 0) {
      if (m_chosen.value == id) return;
      m_chosen = ConnectionId{id};
      Q_EMIT connectionChanged();
      return;
    }
    showChosen();
    Q_EMIT openFileWanted();
  });
}

void ConnectionBox::setOffersFiles(bool offers) {
  m_offersFiles = offers;
  setConnections(QVector<Connection>(m_connections));
}

void ConnectionBox::setConnections(const QVector<Connection>& connections) {
  const QSignalBlocker quiet(this);
  m_connections = connections;
  clear();
  for (const Connection& connection : connections) {
    addItem(markIcon(connection.server.colour), labelledName(connection), connection.id.value);
    setItemData(count() - 1, connectionSummary(connection), Qt::ToolTipRole);
  }
  if (m_offersFiles) {
    if (count() > 0) insertSeparator(count());
    addItem(tr("Open database file…"), qint64{0});
  }
  showChosen();
}

void ConnectionBox::choose(ConnectionId id) {
  if (m_chosen == id) return;
  m_chosen = id;
  showChosen();
  Q_EMIT connectionChanged();
}

Connection ConnectionBox::connection() const {
  for (const Connection& connection : m_connections) {
    if (connection.id == m_chosen) return connection;
  }
  return {};
}

void ConnectionBox::showChosen() {
  const QSignalBlocker quiet(this);
  setCurrentIndex(m_chosen.isValid() ? findData(m_chosen.value) : -1);
  const Connection chosen = connection();
  const QString words = tr("The connection this query runs on");
  setToolTip(chosen.id.isValid() ? words + u'\n' + connectionSummary(chosen) : words);
}

}  // namespace courier
