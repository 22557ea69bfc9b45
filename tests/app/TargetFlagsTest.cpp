#include "app/cli/TargetFlags.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include "models/address/TargetOptionTable.h"
#include "tests/support/Program.h"
#include "tests/support/SourceFolder.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::CourierProgram;

/// What an option's flag is given as.
QStringList values(const TargetOption& option, const testing::TestCertificates& certificates) {
  switch (option.kind) {
    case OptionKind::YesNo:
      return {QStringLiteral("yes"), QStringLiteral("no")};
    case OptionKind::Number:
      return {QString::number(option.least), QString::number(option.most)};
    case OptionKind::Choice: {
      if (option.id == OptionId::Proxy)
        return {QStringLiteral("none"), QStringLiteral("http://ann@proxy.example.org:3128"),
                QStringLiteral("socks5://[::1]:1080"), QStringLiteral("system")};
      QStringList keys;
      for (const OptionChoice& choice : option.choices) keys += QString::fromLatin1(choice.key);
      return keys;
    }
    case OptionKind::Certificates:
    case OptionKind::File:
      return {certificates.path("ca.pem"), QStringLiteral("none")};
    case OptionKind::Headers:
      return {QStringLiteral("X-Team: sales: west")};
    case OptionKind::Text:
    case OptionKind::Lines:
      break;
  }
  return {};
}

/// The words of result:create as they are taken.
Expected<Destination> taken(const QStringList& words) {
  const auto arguments = Arguments::parse(words, targetFlags());
  if (!arguments) return arguments.error();
  Destination to;
  if (auto applied = applyTargetFlags(*arguments, to); !applied) return applied.error();
  return to;
}

QString flagOf(const TargetOption& option) {
  return QStringLiteral("--") + option.flagName();
}

TEST(TargetFlags, EveryOptionIsTakenAsItIsGiven) {
  const testing::TestCertificates certificates;
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.hasFlag()) continue;
    const QStringList given = values(option, certificates);
    ASSERT_FALSE(given.isEmpty()) << option.flag;
    for (const QString& value : given) {
      const auto to = taken({flagOf(option), value});
      ASSERT_TRUE(to.ok()) << option.flag << ' ' << qPrintable(value) << ": " << qPrintable(to.error().message);
      QString expected = value;
      if (value == u"none" && option.kind != OptionKind::Choice) {
        expected.clear();
      } else if (option.kind == OptionKind::Certificates) {
        expected = certificates.authority();
      }
      EXPECT_EQ(option.text(*to), expected) << option.flag;
      // It is the only one that changed.
      Destination alone;
      ASSERT_TRUE(option.setText(alone, expected));
      EXPECT_EQ(*to, alone) << option.flag;
    }
  }
}

TEST(TargetFlags, AWrongValueIsRefusedWhileTheWordsAreRead) {
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.hasFlag()) continue;
    QStringList wrong = {QStringLiteral("nowhere/perhaps")};
    if (option.kind == OptionKind::Number) {
      const QString over = option.hasMost() ? QString::number(option.most + 1) : QStringLiteral("9223372036854775808");
      wrong += {QString::number(option.least - 1), over, QString()};
    }
    for (const QString& value : wrong) {
      const auto arguments = Arguments::parse({flagOf(option), value}, targetFlags());
      ASSERT_FALSE(arguments.ok()) << option.flag << ' ' << qPrintable(value);
      EXPECT_EQ(arguments.error().kind, ErrorKind::InvalidInput);
      const QString& sentence = arguments.error().message;
      EXPECT_TRUE(sentence.contains(flagOf(option))) << qPrintable(sentence);
      if (option.id != OptionId::Proxy) {
        EXPECT_TRUE(sentence.contains(value)) << qPrintable(sentence);
      }
      if (option.kind == OptionKind::Number) {
        EXPECT_TRUE(sentence.contains(QStringLiteral("from %1 to %2").arg(option.least).arg(option.most)));
      }
      if (option.kind == OptionKind::YesNo) {
        EXPECT_TRUE(sentence.contains(QStringLiteral("yes|no")));
      }
      for (const OptionChoice& choice : option.choices) {
        if (option.id != OptionId::Proxy) {
          EXPECT_TRUE(sentence.contains(QLatin1String(choice.key)));
        }
      }
    }
  }
}

TEST(TargetFlags, WhatIsWrongInOneFlagIsRefusedWhileTheWordsAreRead) {
  QTemporaryDir folder;
  const QString noPem = folder.filePath(QStringLiteral("no.pem"));
  QFile file(noPem);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write("no certificate") > 0);
  file.close();
  struct Case {
    QStringList words;
    const char* part;
  };
  const Case cases[] = {
      {{QStringLiteral("--header"), QStringLiteral("Host: x")}, "Host"},
      {{QStringLiteral("--header"), QStringLiteral("Cookie: a=b")}, "secret"},
      {{QStringLiteral("--secret-header"), QStringLiteral("X Key")}, "name"},
      {{QStringLiteral("--proxy"), QStringLiteral("http://proxy.example.org:0")},
       "port 0 is out of range (1 to 65535)"},
      {{QStringLiteral("--proxy"), QStringLiteral("http://ann:s3cret@proxy.example.org:1")}, "--proxy-password"},
      {{QStringLiteral("--ca"), noPem}, "no certificate"},
  };
  for (const Case& one : cases) {
    const auto arguments = Arguments::parse(one.words, targetFlags());
    ASSERT_FALSE(arguments.ok()) << one.part;
    EXPECT_TRUE(arguments.error().message.contains(QLatin1String(one.part))) << qPrintable(arguments.error().message);
    EXPECT_FALSE(arguments.error().message.contains(QStringLiteral("s3cret")));
  }
}

TEST(TargetFlags, HeadersAreReplacedOrDropped) {
  const auto arguments = [](const QStringList& words) { return *Arguments::parse(words, targetFlags()); };
  Destination to;
  to.options.headers = {{QStringLiteral("X-Old"), QStringLiteral("1")}};
  ASSERT_TRUE(applyTargetFlags(arguments({}), to).ok());
  EXPECT_EQ(to.options.headers.size(), 1);
  ASSERT_TRUE(applyTargetFlags(arguments({QStringLiteral("--header"), QStringLiteral("X-A: 1"),
                                          QStringLiteral("--header"), QStringLiteral("X-B:2")}),
                               to)
                  .ok());
  EXPECT_EQ(to.options.headers, (QVector<HttpHeader>{{QStringLiteral("X-A"), QStringLiteral("1")},
                                                     {QStringLiteral("X-B"), QStringLiteral("2")}}));
  ASSERT_TRUE(applyTargetFlags(arguments({QStringLiteral("--no-headers")}), to).ok());
  EXPECT_TRUE(to.options.headers.isEmpty());
}

TEST(TargetFlags, WithoutACertificateThereIsNoKey) {
  Destination to;
  to.options.tls = {{}, QStringLiteral("/c.pem"), QStringLiteral("/k.pem"), true, TlsMinimum::Tls12};
  const auto arguments = Arguments::parse({QStringLiteral("--client-cert"), QStringLiteral("none")}, targetFlags());
  ASSERT_TRUE(arguments.ok());
  ASSERT_TRUE(applyTargetFlags(*arguments, to).ok());
  EXPECT_EQ(to.options.tls, TlsOptions());
}

TEST(TargetFlags, TheHelpSaysTheDefaultAndTheRange) {
  const CourierProgram program;
  const auto end = program.run({QStringLiteral("result:create"), QStringLiteral("--help")});
  EXPECT_EQ(end.code, 0);
  const QString help = QString::fromUtf8(end.out).simplified();
  for (const char* words :
       {"--connect-timeout SECONDS for connecting (10; from 1 to 3600)",
        "--total-timeout SECONDS in total, besides what the body's size needs (150; from 1 to 86400)",
        "--row-cap N send at most N rows; 0: all (100000)", "--keep 90d|7d|delivered",
        "--gzip yes|no compress the body (no)", "--tls-min 1.2|1.3"})
    EXPECT_TRUE(help.contains(QLatin1String(words))) << words << '\n' << end.out.toStdString();
  for (const TargetOption& option : targetOptionTable()) {
    if (option.hasFlag()) {
      EXPECT_TRUE(help.contains(flagOf(option) + u' ' + option.valueName())) << option.flag;
    }
  }
}

TEST(TargetFlags, TheReadmeNamesEveryFlag) {
  QFile readme(testing::sourcePath(QStringLiteral("README.md")));
  ASSERT_TRUE(readme.open(QIODevice::ReadOnly));
  const QString text = QString::fromUtf8(readme.readAll());
  for (const OptionSpec& spec : targetFlags()) {
    if (spec.shortName.isNull()) {
      EXPECT_TRUE(text.contains(QStringLiteral("`--") + spec.longName)) << qPrintable(spec.longName);
    }
  }
}

TEST(TargetFlags, AWrongValueIsRefusedBeforeAnythingElseHappens) {
  const CourierProgram program;
  for (const char* command : {"result:create", "result:update"}) {
    const auto end =
        program.run({QLatin1String(command), QStringLiteral("myweb"), QStringLiteral("web://h.invalid/"),
                     QStringLiteral("--token"), QStringLiteral("--connect-timeout"), QStringLiteral("5000")},
                    "s3cret\n");
    EXPECT_EQ(end.code, 2);
    EXPECT_EQ(end.out, "");
    EXPECT_EQ(end.err.trimmed(), "Option --connect-timeout needs a whole number from 1 to 3600, not \"5000\".");
    EXPECT_FALSE(QFileInfo::exists(program.dataFolder() + QStringLiteral("/courier.db")));
  }
}

}  // namespace
}  // namespace courier
