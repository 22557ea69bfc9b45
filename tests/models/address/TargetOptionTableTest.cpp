#include "models/address/TargetOptionTable.h"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace courier {
namespace {

/// `to` with another value of the option than the default; a proxy with all that it needs.
Destination changed(const TargetOption& option, qint64 number) {
  Destination to;
  if (option.id == OptionId::ProxyHost || option.id == OptionId::ProxyPort || option.id == OptionId::ProxyUser) {
    EXPECT_TRUE(targetOption(OptionId::Proxy).setText(to, QStringLiteral("http://proxy.example.org:3128")));
  }
  switch (option.kind) {
    case OptionKind::YesNo:
      option.setValue(to, option.value(to) == 0 ? 1 : 0);
      break;
    case OptionKind::Number:
    case OptionKind::Choice:
      option.setValue(to, number);
      break;
    case OptionKind::Text:
    case OptionKind::Lines:
    case OptionKind::Certificates:
    case OptionKind::File:
      option.setString(to, QStringLiteral("x-changed.example"));
      break;
    case OptionKind::Headers:
      to.options.headers = {{QStringLiteral("X-Team"), QStringLiteral("sales: west")}};
      break;
  }
  return to;
}

/// The values of an option that are tried: every choice, the ends of a range, else one that does not matter.
QVector<qint64> triedValues(const TargetOption& option) {
  if (option.kind == OptionKind::Number) return {option.least, option.least + 1, option.most - 1, option.most};
  QVector<qint64> values;
  for (const OptionChoice& choice : option.choices) values.append(choice.value);
  return values.isEmpty() ? QVector<qint64>{1} : values;
}

TEST(TargetOptionTable, EveryKeyAndEveryFlagIsGivenOnce) {
  QSet<QString> keys;
  QSet<QString> flags;
  qsizetype stored = 0;
  qsizetype flagged = 0;
  for (const TargetOption& option : targetOptionTable()) {
    EXPECT_EQ(&targetOption(option.id), &option);
    EXPECT_TRUE(option.isStored() || option.hasFlag());
    if (option.isStored()) {
      ++stored;
      keys.insert(QString::fromLatin1(option.part) + u'.' + QString::fromLatin1(option.key));
    }
    if (option.hasFlag()) {
      ++flagged;
      flags.insert(option.flagName());
      EXPECT_FALSE(option.helpText().isEmpty());
      EXPECT_FALSE(option.valueName().isEmpty());
    }
    if (option.kind == OptionKind::Number) {
      EXPECT_LT(option.least, option.most) << option.key;
      EXPECT_FALSE(option.nameText().isEmpty()) << option.key;
    }
    EXPECT_EQ(option.kind == OptionKind::Choice, !option.choices.empty());
    for (const OptionChoice& choice : option.choices) EXPECT_FALSE(choice.labelText().isEmpty()) << choice.key;
  }
  EXPECT_EQ(keys.size(), stored);
  EXPECT_EQ(flags.size(), flagged);
}

TEST(TargetOptionTable, EveryDefaultIsInItsRange) {
  const Destination usual;
  for (const TargetOption& option : targetOptionTable()) {
    if (option.kind == OptionKind::Number && option.id != OptionId::ProxyPort) {
      EXPECT_TRUE(option.isInRange(option.value(usual))) << option.key;
    }
    if (option.kind == OptionKind::Choice) {
      EXPECT_NE(option.choice(option.value(usual)), nullptr) << option.key;
    }
  }
}

TEST(TargetOptionTable, EveryOptionGoesThroughTheJsonAndBack) {
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.isStored()) continue;
    for (const qint64 value : triedValues(option)) {
      const Destination to = changed(option, value);
      const QString json = to.options.toJson();
      EXPECT_EQ(TargetOptions::fromJson(json), to.options) << qPrintable(json);
      // At its default it is not there; else it stands by its key.
      const QJsonObject all = QJsonDocument::fromJson(json.toUtf8()).object();
      const QJsonObject part = *option.part == '\0' ? all : all.value(QLatin1String(option.part)).toObject();
      EXPECT_EQ(part.contains(QLatin1String(option.key)), option.text(to) != option.text(Destination()))
          << qPrintable(json);
    }
  }
}

TEST(TargetOptionTable, EveryOptionGoesThroughItsTextAndBack) {
  for (const TargetOption& option : targetOptionTable()) {
    for (const qint64 value : triedValues(option)) {
      Destination to = changed(option, value);
      if (option.id == OptionId::Proxy && to.options.proxy.kind >= ProxyKind::Http) {
        to.options.proxy.host = QStringLiteral("::1");
        to.options.proxy.port = 1080;
        to.options.proxy.user = QStringLiteral("ann@home");
      }
      Destination back = changed(option, value);
      if (option.kind == OptionKind::Headers) back = {};
      ASSERT_TRUE(option.setText(back, option.text(to))) << qPrintable(option.text(to));
      EXPECT_EQ(back, to) << qPrintable(option.text(to));
    }
  }
}

TEST(TargetOptionTable, ANumberOutOfItsRangeIsRefused) {
  for (const TargetOption& option : targetOptionTable()) {
    if (option.kind != OptionKind::Number) continue;
    const QString over = option.hasMost() ? QString::number(option.most + 1) : QStringLiteral("9223372036854775808");
    for (const qint64 inside : {option.least, option.most}) {
      Destination to = changed(option, option.least + 1);
      EXPECT_TRUE(option.setText(to, QString::number(inside)));
      EXPECT_EQ(option.value(to), inside);
      if (option.isStored()) {
        EXPECT_TRUE(checkTargetOptions(to.options).ok()) << option.key << ' ' << inside;
      }
    }
    Destination to = changed(option, option.least + 1);
    const Destination before = to;
    for (const QString& outside : {QString::number(option.least - 1), over, QString(), QStringLiteral("many")}) {
      EXPECT_FALSE(option.setText(to, outside)) << option.key << ' ' << qPrintable(outside);
      EXPECT_EQ(to, before);
    }
    if (!option.isStored()) continue;
    for (const qint64 outside : {option.least - 1, option.most + 1}) {
      option.setValue(to, outside);
      const auto checked = checkTargetOptions(to.options);
      ASSERT_FALSE(checked.ok()) << option.key << ' ' << outside;
      const QString& sentence = checked.error().message;
      EXPECT_TRUE(sentence.startsWith(option.nameText())) << qPrintable(sentence);
      EXPECT_TRUE(sentence.contains(
          QStringLiteral("%1 is out of range (%2 to %3)").arg(outside).arg(option.least).arg(option.most)))
          << qPrintable(sentence);
    }
  }
}

TEST(TargetOptionTable, WordsThatAreNoneAreRefused) {
  for (const TargetOption& option : targetOptionTable()) {
    const bool isChosen = option.kind == OptionKind::YesNo || option.kind == OptionKind::Choice;
    if (!isChosen && option.kind != OptionKind::Headers) continue;
    Destination to;
    for (const char* word : {"", "perhaps", "1"}) EXPECT_FALSE(option.setText(to, QLatin1String(word))) << option.key;
    EXPECT_EQ(to, Destination());
    if (isChosen && option.id != OptionId::Proxy) {
      EXPECT_TRUE(option.setText(to, option.text(to).toUpper())) << option.key;
    }
  }
}

using Lines = QVector<QPair<QString, QString>>;

TEST(TargetOptionTable, SaysWhatDiffersFromAPlainTarget) {
  Destination to;
  EXPECT_EQ(targetOptionLines(to), (Lines{{QStringLiteral("Row cap"), QStringLiteral("100000")},
                                          {QStringLiteral("Bodies"), QStringLiteral("kept for 90 days")}}));
  to.rowCap = 0;
  to.options.body.gzip = true;
  to.options.proxy.kind = ProxyKind::None;
  to.options.times.connectS = 5;
  EXPECT_EQ(
      targetOptionLines(to),
      (Lines{{QStringLiteral("Row cap"), QStringLiteral("none")},
             {QStringLiteral("Body"), QStringLiteral("result, gzip")},
             {QStringLiteral("Proxy"), QStringLiteral("none")},
             {QStringLiteral("Limits"), QStringLiteral("connecting 5 s, sending 30 s, answer 120 s, in total 150 s")},
             {QStringLiteral("Bodies"), QStringLiteral("kept for 90 days")}}));
  TargetOptions& options = to.options;
  options.isSigned = true;
  options.headers = {{QStringLiteral("X-Team"), QStringLiteral("sales")}, {QStringLiteral("X-A"), QStringLiteral("b")}};
  options.body = {BodyFormat::Csv, true, true};
  options.proxy = {ProxyKind::Socks5, QStringLiteral("proxy.example.org"), 1080, QStringLiteral("ann")};
  options.tls = {QStringLiteral("PEM"), QStringLiteral("/c.pem"), QStringLiteral("/k.pem"), true, TlsMinimum::Tls13};
  options.guards = {true, 25, true, true, true};
  options.retention = Retention::UntilDelivered;
  EXPECT_EQ(
      targetOptionLines(to),
      (Lines{{QStringLiteral("Signature"), QStringLiteral("Standard Webhooks, secret in the keychain")},
             {QStringLiteral("Header"), QStringLiteral("X-Team: sales")},
             {QStringLiteral("Header"), QStringLiteral("X-A: b")},
             {QStringLiteral("Row cap"), QStringLiteral("none")},
             {QStringLiteral("Body"), QStringLiteral("csv, gzip, integers beyond 2^53 as strings")},
             {QStringLiteral("Proxy"), QStringLiteral("socks5://ann:•••@proxy.example.org:1080")},
             {QStringLiteral("TLS"), QStringLiteral("its own CA, client certificate /c.pem, key /k.pem, passphrase "
                                                    "in the keychain, TLS 1.3 or newer")},
             {QStringLiteral("Limits"), QStringLiteral("connecting 5 s, sending 30 s, answer 120 s, in total 150 s")},
             {QStringLiteral("Guards"),
              QStringLiteral("hold without rows, hold when the row count changes by more than 25 %, hold when columns "
                             "change, hold when rows would be cut, skip what is unchanged")},
             {QStringLiteral("Bodies"), QStringLiteral("kept until delivered")}}));
}

}  // namespace
}  // namespace courier
