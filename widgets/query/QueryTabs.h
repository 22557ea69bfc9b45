#pragma once

#include <QTabBar>
#include <QVector>
#include <QWidget>
#include <functional>

#include "models/query/QueryStore.h"

class QLineEdit;
class QStackedWidget;

namespace courier {

class QueryTab;
class UnsavedDot;

/// The row of query tabs; a double click opens a tab's name for writing.
class SheetBar final : public QTabBar {
  Q_OBJECT
 public:
  explicit SheetBar(QWidget* parent = nullptr);
  void beginRename(int index, const QString& name);
  /// A dot before the name, in room that is always there.
  void setUnsaved(int index, bool unsaved);
  [[nodiscard]] bool isUnsaved(int index) const;

 Q_SIGNALS:
  void renameWanted(int index);
  void renamed(int index, const QString& name);
  /// The name is as it was, or new: the field has closed.
  void renameEnded();

 protected:
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  [[nodiscard]] QSize tabSizeHint(int index) const override;
  [[nodiscard]] QSize minimumTabSizeHint(int index) const override;
  void tabInserted(int index) override;

 private:
  void endRename(bool takes);
  [[nodiscard]] UnsavedDot* dotAt(int index) const;
  QLineEdit* m_edit;
  int m_renaming = -1;
};

/// The tabs of the Query page: new, close, reopen, rename, move; restored at the start. There is always one. Main
/// thread.
class QueryTabs final : public QWidget {
  Q_OBJECT
 public:
  using MakeTab = std::function<QueryTab*()>;
  QueryTabs(QueryStore& queries, MakeTab makeTab, QWidget* parent = nullptr);

  /// Shows the drafts of the last time; restored() follows.
  void restore();
  QueryTab* addTab(const QueryDraft& draft);
  void closeTab(int index);
  void saveAll();
  [[nodiscard]] QueryTab* current() const;
  [[nodiscard]] QueryTab* at(int index) const;
  [[nodiscard]] int count() const;
  [[nodiscard]] SheetBar* bar() const { return m_bar; }

 public Q_SLOTS:
  void newTab();
  void closeCurrent();
  void reopenLast();
  void showNext();
  void showPrevious();
  /// Opens the name of a tab for writing, in the tab.
  void beginRename(int index);

 Q_SIGNALS:
  void currentChanged(courier::QueryTab* tab);
  /// `drafts`: how many there were.
  void restored(int drafts);
  void failed(const QString& why);

 private:
  void showTitle(QueryTab* tab);
  void renumber();
  [[nodiscard]] QString freeName() const;
  [[nodiscard]] int indexOf(QueryTab* tab) const;

  QueryStore& m_queries;
  MakeTab m_makeTab;
  SheetBar* m_bar;
  QStackedWidget* m_stack;
  QVector<QueryTab*> m_tabs;  ///< in the bar's order
};

}  // namespace courier
