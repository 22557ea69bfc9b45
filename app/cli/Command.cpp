#include "app/cli/Command.h"

namespace courier {

namespace {

struct CommandTr {
  Q_DECLARE_TR_FUNCTIONS(Command)
};

QString optionWords(const OptionSpec& option) {
  QString words = option.shortName.isNull() ? QStringLiteral("    ") : QStringLiteral("-%1, ").arg(option.shortName);
  words += QStringLiteral("--") + option.longName;
  if (option.value == OptionSpec::Value::Required) words += u' ' + option.valueName;
  if (option.value == OptionSpec::Value::Optional) words += QStringLiteral("[=%1]").arg(option.valueName);
  return words;
}

}  // namespace

ExitCode CommandContext::fail(const Error& error) const {
  if (error.kind == ErrorKind::Cancelled) {
    console.err(CommandTr::tr("Stopped."));
    return ExitCode::Killed;
  }
  console.err(error.message);
  if (verbose && !error.detail.isEmpty()) console.err(error.detail);
  switch (error.kind) {
    case ErrorKind::InvalidInput:
    case ErrorKind::NotFound:
    case ErrorKind::AlreadyExists:
      return ExitCode::WrongUsage;
    default:
      return ExitCode::QueryFailed;
  }
}

const QVector<Command>& allCommands() {
  static const QVector<Command> commands = queryCommands() + jobCommands() + resultCommands() + checkCommands() +
                                           deliveryCommands() + scheduleCommands() + connectionCommands() +
                                           receiveCommands() + agentCommands();
  return commands;
}

QString generalHelp() {
  QString help = CommandTr::tr("Query Courier runs SQL and delivers the rows to a web server by HTTP PUT.") + u'\n';
  help += u'\n' + CommandTr::tr("Usage: query-courier [--data-dir DIR] [-v] COMMAND …") + u'\n';
  help += CommandTr::tr("Without a command, the window opens. COMMAND --help says more about a command.") +
          QStringLiteral("\n\n");
  qsizetype width = 0;
  for (const Command& command : allCommands()) width = qMax(width, command.name.size());
  for (const Command& command : allCommands()) {
    help += QStringLiteral("  %1  %2\n").arg(command.name.leftJustified(width), command.summary);
  }
  help += u'\n' + CommandTr::tr(
                      "Exit status: 0 done and delivered (or queued), 1 the query failed, 2 wrong usage, 3 the query "
                      "succeeded and its delivery was refused, is held or waits, 4 killed.");
  return help;
}

QString helpFor(const Command& command) {
  QString help = QStringLiteral("query-courier %1 %2\n%3\n").arg(command.name, command.usage, command.summary);
  qsizetype width = 0;
  for (const OptionSpec& option : command.options) {
    if (!option.help.isEmpty()) width = qMax(width, optionWords(option).size());
  }
  if (width > 0) help += u'\n';
  for (const OptionSpec& option : command.options) {
    if (option.help.isEmpty()) continue;
    help += QStringLiteral("  %1  %2\n").arg(optionWords(option).leftJustified(width), option.help);
  }
  return help.trimmed();
}

Expected<qint64> parseNumber(const QString& given, const QString& wanted) {
  bool ok = false;
  const qint64 number = given.toLongLong(&ok);
  if (ok && number > 0) return number;
  return Error::invalidInput(CommandTr::tr("\"%1\" is not %2: give a whole number.").arg(given, wanted));
}

}  // namespace courier
