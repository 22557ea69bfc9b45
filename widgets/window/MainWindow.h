#pragma once

#include <QMainWindow>
#include <QVector>
#include <functional>

class QStackedWidget;
class QVBoxLayout;

namespace courier {

class RailButton;
class Settings;
class StatusStrip;

/// The frame of the program: the rail, the pages, the foot, its own place on the screen. Knows no services and no
/// page's business.
class MainWindow final : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(Settings& settings, QWidget* parent = nullptr);

  /// Adds a page behind those there are; the first is shown. Ctrl+1 … Ctrl+9 go to the pages.
  void addPage(const QString& iconName, const QString& title, QWidget* page);
  void showPage(QWidget* page);
  [[nodiscard]] QWidget* currentPage() const;

  /// What the foot says while `page` is shown.
  void setPageText(QWidget* page, const QString& text);
  void setBadge(QWidget* page, qint64 count);
  /// What goes wrong whatever page is shown: it takes the place of the page's text; "" gives that back.
  void setTrouble(const QString& sentence);
  void setOutbox(qint64 waiting, qint64 needsYou);
  /// The schedule that runs next, at the foot; "" for none.
  void setNextRun(const QString& text);
  /// Asked when the person closes the window: false leaves it open, or as the guard has made it.
  void setCloseGuard(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }
  /// Closes it without asking anybody.
  void closeUnasked();

 Q_SIGNALS:
  void outboxClicked();
  /// Files were dropped on the window.
  void filesDropped(const QStringList& paths);
  void pageShown(QWidget* page);
  /// It has closed.
  void closed();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Entry {
    RailButton* button;
    QWidget* page;
    QString text;
  };
  [[nodiscard]] Entry* entryOf(const QWidget* page);
  void showText(const QString& ofPage);
  void restorePlace();

  Settings& m_settings;
  QVector<Entry> m_entries;
  QVBoxLayout* m_rail;
  QStackedWidget* m_pages;
  StatusStrip* m_status;
  QString m_trouble;
  std::function<bool()> m_mayClose;
};

}  // namespace courier
