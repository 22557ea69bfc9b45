#include <QCoreApplication>
#include <QProcess>

#include "app/Interrupt.h"
#include "app/Limits.h"
#include "app/cli/Command.h"
#include "app/cli/CommandLine.h"
#include "models/base/PrivateFiles.h"
#include "models/base/Translation.h"
#include "models/base/WhenDone.h"

namespace {

using namespace courier;

struct MainTr {
  Q_DECLARE_TR_FUNCTIONS(main)
};

/// The words before the command.
struct GlobalWords {
  QString dataFolder;
  bool verbose = false;
  bool help = false;
  bool version = false;
  QString command;
  QStringList rest;
};

Expected<GlobalWords> readGlobalWords(QStringList words) {
  GlobalWords global;
  while (!words.isEmpty()) {
    const QString word = words.takeFirst();
    if (word == u"--data-dir") {
      if (words.isEmpty()) return Error::invalidInput(MainTr::tr("Option --data-dir needs a folder."));
      global.dataFolder = words.takeFirst();
    } else if (word.startsWith(u"--data-dir=")) {
      global.dataFolder = word.mid(11);
    } else if (word == u"-v" || word == u"--verbose") {
      global.verbose = true;
    } else if (word == u"-h" || word == u"--help" || word == u"help") {
      global.help = true;
    } else if (word == u"--version") {
      global.version = true;
    } else if (word.startsWith(u'-')) {
      return Error::invalidInput(MainTr::tr("Unknown option %1. See --help.").arg(word));
    } else {
      global.command = word;
      global.rest = words;
      break;
    }
  }
  return global;
}

int startWindow(Console& console, const QString& dataFolder) {
  const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/query-courier-gui");
  const QStringList words =
      dataFolder.isEmpty() ? QStringList() : QStringList{QStringLiteral("--data-dir"), dataFolder};
  if (QProcess::startDetached(program, words)) return 0;
  console.err(MainTr::tr("The window's program %1 cannot be started. See --help for the commands.").arg(program));
  return 2;
}

/// Runs the command on a thread of its own while the main thread turns.
int runCommand(const Command& command, CommandContext& context) {
  WorkerThread thread(QStringLiteral("command"));
  auto ended = thread.run([&] { return static_cast<int>(command.run(context)); });
  // From the event loop, however soon the command has ended: exec() forgets an exit() that came before it.
  whenDone(std::move(ended), QCoreApplication::instance(), [](int code) { QCoreApplication::exit(code); });
  return QCoreApplication::exec();
}

/// Does what the words say; the exit status.
int run(const CommandLine& line, Console& console) {
  if (const int odd = line.firstAlteredWord(); odd > 0) {
    console.err(MainTr::tr("Word %1 of the command is not UTF-8: convert it, for example with "
                           "iconv -f WINDOWS-1252 -t UTF-8, or give SQL in a file with -q.")
                    .arg(odd));
    return 2;
  }
  const auto global = readGlobalWords(line.words());
  if (!global) {
    console.err(global.error().message);
    return 2;
  }
  if (global->version) {
    console.out(QStringLiteral("query-courier %1").arg(QCoreApplication::applicationVersion()));
    return 0;
  }
  if (global->command.isEmpty()) {
    if (!global->help) return startWindow(console, global->dataFolder);
    console.out(generalHelp());
    return 0;
  }
  // Not before the window may have been started: it has files to save for the person, too.
  keepNewFilesPrivate();
  const auto& commands = allCommands();
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == global->command; });
  if (command == commands.end()) {
    console.err(MainTr::tr("Unknown command %1. See query-courier --help.").arg(global->command));
    return 2;
  }
  if (global->help || global->rest.contains(QStringLiteral("--help")) || global->rest.contains(QStringLiteral("-h"))) {
    console.out(helpFor(*command));
    return 0;
  }
  const auto arguments = Arguments::parse(global->rest, command->options);
  if (!arguments) {
    console.err(arguments.error().message);
    return 2;
  }
  for (const QString& ignored : arguments->ignored())
    console.err(MainTr::tr("Option --%1 means nothing here and is ignored.").arg(ignored));
  const qsizetype count = arguments->positionals().size();
  if (count < command->leastPositionals || count > command->mostPositionals) {
    console.err(MainTr::tr("Usage: query-courier %1 %2").arg(command->name, command->usage));
    return 2;
  }
  CommandContext context{nullptr, *arguments, console, {}, global->verbose};
  callOnInterrupt([cancel = context.cancel, leave = context.leave](Interrupt who) {
    if (who == Interrupt::System) leave.cancel();
    cancel.cancel();
  });
  const bool asksNoData = command->asksNoData != nullptr && command->asksNoData(*arguments);
  if (asksNoData || command->data == Command::Data::NotNeeded) return runCommand(*command, context);

  ServicesOptions options{global->dataFolder, command->role, {}};
  options.onlyLooks = command->data == Command::Data::LookedAt;
  options.deliveryTrouble = [&console, said = QStringList()](const Error& error) mutable {
    if (said.contains(error.message)) return;
    said.append(error.message);
    console.err(error.message);
  };
  Services services(std::move(options));
  const auto opened = services.open();
  if (!opened) return static_cast<int>(context.fail(opened.error()));
  if (!opened->quarantined.isEmpty())
    console.err(MainTr::tr("courier.db was damaged; Query Courier set it aside as %1 and began a new one.")
                    .arg(opened->quarantined));
  context.services = &services;
  return runCommand(*command, context);
}

}  // namespace

int main(int argc, char** argv) {
  const CommandLine line(argc, argv);
  endInWordsAtLimits();
  Console::holdStandardStreams();
  QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("query-courier"));
  QCoreApplication::setApplicationVersion(QStringLiteral(COURIER_VERSION));
  installTranslators(application);
  Console console;
  const int code = run(line, console);
  const auto written = console.written();
  if (written || code != 0) return code;
  console.err(written.error().message);
  return static_cast<int>(ExitCode::QueryFailed);
}
