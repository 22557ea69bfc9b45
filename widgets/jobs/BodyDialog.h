#pragma once

#include <QWidget>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Clock.h"
#include "models/jobs/KeptBody.h"
#include "models/outbox/Outbox.h"
#include "widgets/common/Dialog.h"
#include "widgets/jobs/BodySaving.h"

class QStackedWidget;

namespace courier {

class BodyDiffPage;
class Button;
class DimLabel;
class Note;
class ResultGrid;
class TextView;
class ViewTabs;

/// A kept body as a grid, read on another thread from when the page is made; rows show as they come, and reading can
/// be stopped. It stops by itself when the page goes. Main thread.
class BodyRowsPage final : public QWidget {
  Q_OBJECT
 public:
  /// `spillFolder`: where large results are spilled.
  BodyRowsPage(const ComparedBody& body, const QString& spillFolder, QWidget* parent = nullptr);
  ~BodyRowsPage() override;

  [[nodiscard]] bool isReading() const { return m_isReading; }
  [[nodiscard]] ResultGrid* grid() const { return m_grid; }

 Q_SIGNALS:
  /// The body was read as far as it goes: whole, or until it could not be read or the person stopped it.
  void ended();
  /// It is not what it should be, or gone.
  void failed(const QString& sentence);
  void copyRefused(const QString& sentence);

 private:
  void showCount();
  void end(const Expected<void>& read);
  CancelToken m_cancel;
  bool m_isReading = true;
  bool m_isPart = false;  ///< rows may be missing
  ResultGrid* m_grid;
  DimLabel* m_count;
  Button* m_stop;
};

/// A kept body of any form: what it is, its rows as a grid, its beginning as text, and what changed since the body that
/// was delivered before. A body that is not in that format is shown as text, with a note. Main thread; what it is given
/// outlives it.
class BodyDialog final : public Dialog {
  Q_OBJECT
 public:
  enum class Page { Grid, Text, Changes };
  /// What the dialog needs of the program. `spoolFolder`: where bodies are kept, and large results spilled.
  struct Parts {
    Outbox& outbox;
    const Clock& clock;
    QString spoolFolder;
  };
  BodyDialog(const BodySubject& subject, const BodyBeginning& beginning, const Parts& parts, QWidget* parent = nullptr);

  void showPage(Page page);
  /// The foot's buttons do these.
  void compare();
  void save();
  void saveTo(const QString& path);

 Q_SIGNALS:
  void saved(const QString& path);

 private:
  void addFacts();
  void addPages(const BodyBeginning& beginning, const Parts& parts);
  BodySubject m_subject;
  Note* m_note;
  ViewTabs* m_tabs;
  QStackedWidget* m_stack;
  BodyRowsPage* m_rows;
  BodyDiffPage* m_changes;
};

}  // namespace courier
