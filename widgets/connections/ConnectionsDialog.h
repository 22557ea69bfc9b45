#pragma once

#include "models/query/ConnectionTableModel.h"
#include "widgets/common/Dialog.h"

namespace courier {

class ConnectionActions;
class ConnectionTestPanel;
class Note;
class RecordList;

/// The list of all connections with kind, address, label and access, to edit, rename, duplicate, test and delete them.
/// Main thread.
class ConnectionsDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `actions` outlives it.
  explicit ConnectionsDialog(ConnectionActions& actions, QWidget* parent = nullptr);
  ~ConnectionsDialog() override;

 private:
  void buildList();
  void buildFoot();
  void load();
  void show(const QVector<Connection>& connections);
  void openMenu(int row, const QPoint& at);
  void test();
  [[nodiscard]] ConnectionId current() const;
  ConnectionActions& m_actions;
  ConnectionTableModel m_model;
  RecordList* m_list;
  Note* m_note;
  ConnectionTestPanel* m_panel;
  Button* m_edit;
  Button* m_duplicate;
  Button* m_test;
  Button* m_delete;
};

}  // namespace courier
