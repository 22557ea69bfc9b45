#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QTimer>

#include "app/cli/Command.h"
#include "models/base/FileSync.h"
#include "models/receiver/ReceivedBody.h"
#include "models/receiver/Receiver.h"

namespace courier {

namespace {

constexpr int cancelLookMsOfReceiveCommand = 100;
/// Of a packed body so much more than its size is shown.
constexpr qint64 unpackedBytes = qint64{4} << 20;

struct ReceiveCommandTr {
  Q_DECLARE_TR_FUNCTIONS(ReceiveCommand)
};

void sayRequest(Console& console, const ReceivedRequest& request) {
  console.out(QStringLiteral("%1 %2").arg(request.method, request.target));
  for (const auto& [name, value] : request.headers) {
    console.out(QString::fromUtf8(name) + QStringLiteral(": ") + QString::fromUtf8(value));
  }
  console.out({});
  const ShownBody body = shownBody(request, request.body.size() + unpackedBytes);
  if (const QString packing = packingText(request, body); !packing.isEmpty()) console.out(u'[' + packing + u']');
  console.out(QString::fromUtf8(body.bytes));
  console.out(ReceiveCommandTr::tr("→ answered %1").arg(request.answeredStatus) + u'\n');
}

ExitCode receive(CommandContext& context) {
  const Arguments& arguments = context.arguments;
  const auto port = arguments.number(QStringLiteral("port"), 0, 0, 65535);
  if (!port) return context.fail(port.error());
  const auto count = arguments.number(QStringLiteral("count"), 0, 1, std::numeric_limits<int>::max());
  if (!count) return context.fail(count.error());
  const auto status = arguments.number(QStringLiteral("status"), 201, 200, 599);
  if (!status) return context.fail(status.error());

  ReceiverOptions options;
  options.port = static_cast<quint16>(*port);
  options.status = static_cast<int>(*status);
  options.user = arguments.value(QStringLiteral("user"));
  if (arguments.has(QStringLiteral("password-stdin"))) {
    auto password = context.console.readSecret({});
    if (!password) return context.fail(password.error());
    options.password = *password;
  } else if (!options.user.isEmpty()) {
    return context.fail(
        {ErrorKind::InvalidInput,
         ReceiveCommandTr::tr("--user needs --password-stdin and the password as one line of standard input."),
         {},
         {}});
  }
  if (arguments.has(QStringLiteral("save"))) {
    options.saveFolder = QDir(arguments.value(QStringLiteral("save"))).absolutePath();
    // A new folder is its owner's alone; one that is there stays as open as its owner wants it.
    const bool isThere = QDir(options.saveFolder).exists();
    if (!isThere && !makePrivateFolder(options.saveFolder)) {
      return context.fail(
          Error::invalidInput(ReceiveCommandTr::tr("The folder %1 cannot be created.").arg(options.saveFolder)));
    }
  }

  // The command's own thread turns for the server; the first thing on standard output is where it listens.
  QEventLoop loop;
  Receiver receiver(options);
  if (auto started = receiver.start(); !started) return context.fail(started.error());
  context.console.out(ReceiveCommandTr::tr("Listening on %1").arg(receiver.address()));
  qint64 left = *count;
  QObject::connect(&receiver, &Receiver::received, &loop, [&](const ReceivedRequest& request) {
    sayRequest(context.console, request);
    if (Console::readerIsGone()) QTimer::singleShot(cancelLookMsOfReceiveCommand, &loop, &QEventLoop::quit);
    // Ends only after the answer to the last request has left.
    if (*count > 0 && --left == 0) QTimer::singleShot(cancelLookMsOfReceiveCommand, &loop, &QEventLoop::quit);
  });
  QTimer cancelLook;
  QObject::connect(&cancelLook, &QTimer::timeout, &loop, [&] {
    if (context.cancel.isCancelled()) loop.quit();
  });
  cancelLook.start(cancelLookMsOfReceiveCommand);
  loop.exec();
  return ExitCode::Done;
}

}  // namespace

QVector<Command> receiveCommands() {
  using Value = OptionSpec::Value;
  return {{QStringLiteral("receive"),
           QStringLiteral("[--port N] [--user U --password-stdin] [--save DIR] [--status N] [--count N]"),
           ReceiveCommandTr::tr("Runs a small receiver on 127.0.0.1 that prints what arrives."),
           {{{},
             QStringLiteral("port"),
             Value::Required,
             QStringLiteral("N"),
             ReceiveCommandTr::tr("listen on this port (default: a free one)")},
            {{},
             QStringLiteral("user"),
             Value::Required,
             QStringLiteral("U"),
             ReceiveCommandTr::tr("require this user name")},
            {{},
             QStringLiteral("password-stdin"),
             Value::None,
             {},
             ReceiveCommandTr::tr("and the password read from standard input")},
            {{},
             QStringLiteral("save"),
             Value::Required,
             QStringLiteral("DIR"),
             ReceiveCommandTr::tr("store bodies in this folder")},
            {{},
             QStringLiteral("status"),
             Value::Required,
             QStringLiteral("N"),
             ReceiveCommandTr::tr("answer with this status (201)")},
            {{},
             QStringLiteral("count"),
             Value::Required,
             QStringLiteral("N"),
             ReceiveCommandTr::tr("end after N requests")}},
           0,
           0,
           receive,
           Command::Data::NotNeeded}};
}

}  // namespace courier
