#include <QApplication>
#include <QByteArrayView>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QUrl>
#include <memory>

#include "app/Interrupt.h"
#include "app/Limits.h"
#include "app/Services.h"
#include "app/gui/Application.h"
#include "models/base/PrivateFiles.h"
#include "models/base/Translation.h"
#include "widgets/common/Appearance.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Icons.h"
#include "widgets/common/InputRules.h"

namespace {

struct MainTr {
  Q_DECLARE_TR_FUNCTIONS(main)
};

/// Says why the program cannot open, then ends it.
void sayAndEnd(QApplication& application, const courier::Error& error) {
  auto* dialog = new courier::MessageDialog(MainTr::tr("Query Courier cannot start"), error.message);
  QObject::connect(dialog, &courier::Dialog::finished, &application, [] { QCoreApplication::exit(1); });
  dialog->open();
}

struct Given {
  QString dataFolder;
  QStringList files;
};

/// What the command line says. --version, --help and mistakes end the program here.
Given parseCommandLine(QCoreApplication& application) {
  QCommandLineParser parser;
  parser.setApplicationDescription(MainTr::tr("Query a database and deliver the rows to a web server."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption dataFolder(QStringLiteral("data-dir"), MainTr::tr("Keep everything in DIR."),
                                      QStringLiteral("DIR"));
  parser.addOption(dataFolder);
  parser.addPositionalArgument(QStringLiteral("FILE"), MainTr::tr("Open a database, or a *.sql file as a query."),
                               QStringLiteral("[FILE…]"));
  parser.process(application);
  Given given{parser.value(dataFolder), {}};
  const QStringList files = parser.positionalArguments();
  for (const QString& file : files) {
    const QUrl url(file);
    // Where the window runs, "here" is another folder; a desktop may hand over an address.
    given.files.append(QFileInfo(url.isLocalFile() ? url.toLocalFile() : file).absoluteFilePath());
  }
  return given;
}

/// Whether the command line only asks for words, which need no display.
bool asksForWords(int argc, char** argv) {
  for (int index = 1; index < argc; ++index) {
    const QByteArrayView argument(argv[index]);
    if (argument == "--version" || argument == "-v" || argument == "--help" || argument == "-h") return true;
  }
  return false;
}

void nameProgram() {
  QCoreApplication::setApplicationName(QStringLiteral("query-courier"));
  QCoreApplication::setApplicationVersion(QStringLiteral(COURIER_VERSION));
}

}  // namespace

int main(int argc, char** argv) {
  courier::endInWordsAtLimits();
  courier::keepNewFilesPrivate();
  if (asksForWords(argc, argv)) {
    QCoreApplication words(argc, argv);
    nameProgram();
    courier::installTranslators(words);
    parseCommandLine(words);
    return 0;
  }
  QApplication application(argc, argv);
  // It goes on while its window is hidden.
  QGuiApplication::setQuitOnLastWindowClosed(false);
  nameProgram();
  QGuiApplication::setDesktopFileName(QStringLiteral("query-courier"));
  courier::loadResources();
  QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/courier/icons/query-courier.svg")));
  courier::installTranslators(application);
  QGuiApplication::setApplicationDisplayName(MainTr::tr("Query Courier"));

  const Given given = parseCommandLine(application);

  const courier::Appearance appearance(application);
  const courier::InputRules rules(application);
  courier::Services services({given.dataFolder, courier::Owner::Role::Window, {}});
  const auto opened = services.open();
  std::unique_ptr<courier::Application> program;
  if (opened) {
    program = std::make_unique<courier::Application>(services, *opened);
    QObject::connect(program.get(), &courier::Application::finished, &application, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    courier::callOnInterrupt([&program](courier::Interrupt) { program->end(); });
    program->start(given.files);
  } else {
    sayAndEnd(application, opened.error());
  }
  return QApplication::exec();
}
