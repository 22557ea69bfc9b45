#pragma once

#include <QWidget>

#include "models/base/Error.h"
#include "models/query/Connection.h"

namespace courier {

class ConnectionBox;
class Note;
class SqlEditor;

/// The statement of a schedule and the connection it runs on, as the part of a form. Tab leaves the editor. Main
/// thread.
class SqlFields final : public QWidget {
  Q_OBJECT
 public:
  explicit SqlFields(QWidget* parent = nullptr);

  void setConnections(const QVector<Connection>& connections);
  void set(const QString& sql, ConnectionId connection);
  [[nodiscard]] QString sql() const;
  [[nodiscard]] ConnectionId connection() const;
  /// Says what is missing, and puts the focus there.
  [[nodiscard]] bool check();
  /// Says what is wrong with the statement, and marks the place.
  void setError(const Error& error);

 Q_SIGNALS:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  ConnectionBox* m_connections;
  SqlEditor* m_editor;
  Note* m_error;
};

}  // namespace courier
