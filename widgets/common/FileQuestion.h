#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QWidget;

namespace courier {

class Settings;

/// What a person is asked where a file is to be opened, or one to be saved.
struct FileQuestion {
  QString title;
  QStringList filters;
  QString name;     ///< of the file to save, as it is suggested; "": one that exists is to be opened
  QString suffix;   ///< a name to save that has none gets it
  QString present;  ///< the file that stands there already: the question begins beside it
};

/// Asks over `parent`, in the folder where a file was chosen last; `chosen` is called with the file, and never where
/// the person changes their mind. Main thread.
void askForFile(QWidget* parent, const FileQuestion& question, std::function<void(const QString& file)> chosen);
/// From now on that folder is kept in `settings`, from one start to the next.
void keepFolderIn(Settings& settings);

}  // namespace courier
