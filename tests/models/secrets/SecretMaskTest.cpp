#include "models/secrets/SecretMask.h"

#include <gtest/gtest.h>

#include <QUrl>
#include <functional>

namespace courier {
namespace {

const QByteArray dots = QByteArrayLiteral("\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");

SecretMask maskOf(const QString& secret) {
  SecretMask mask;
  mask.add(secret);
  return mask;
}

/// Every UTF-16 unit of a text, written as `one` says.
QByteArray each(const QString& text, const std::function<QByteArray(char16_t)>& one) {
  QByteArray written;
  for (const QChar unit : text) written += one(unit.unicode());
  return written;
}

QByteArray eachByte(const QString& text, const std::function<QByteArray(uchar)>& one) {
  QByteArray written;
  for (const char byte : text.toUtf8()) written += one(static_cast<uchar>(byte));
  return written;
}

QByteArray hex(unsigned value, int digits) {
  return QByteArray::number(value, 16).rightJustified(digits, '0');
}

QByteArray decimalEntities(const QString& text) {
  QByteArray written;
  for (const uint letter : text.toUcs4()) written += "&#" + QByteArray::number(letter) + ';';
  return written;
}

struct Form {
  const char* name;
  std::function<QByteArray(const QString&)> write;
};

QVector<Form> forms() {
  const auto percent = [](uchar byte) { return '%' + hex(byte, 2); };
  const auto json = [](char16_t unit) { return "\\u" + hex(unit, 4); };
  return {
      {"plain", [](const QString& s) { return s.toUtf8(); }},
      {"capitals", [](const QString& s) { return s.toUpper().toUtf8(); }},
      {"percent", [](const QString& s) { return QUrl::toPercentEncoding(s); }},
      {"percent, small", [](const QString& s) { return QUrl::toPercentEncoding(s).toLower(); }},
      {"percent, whole, small", [=](const QString& s) { return eachByte(s, percent); }},
      {"percent, whole, capitals", [=](const QString& s) { return eachByte(s, percent).toUpper(); }},
      {"percent, partly", [](const QString& s) { return QUrl::toPercentEncoding(s, "/:@ "); }},
      {"percent, twice",
       [](const QString& s) { return QUrl::toPercentEncoding(QString::fromUtf8(QUrl::toPercentEncoding(s))); }},
      {"form", [](const QString& s) { return QUrl::toPercentEncoding(s, " ").replace(' ', '+'); }},
      {"%u", [](const QString& s) { return each(s, [](char16_t unit) { return "%u" + hex(unit, 4); }); }},
      {"HTML", [](const QString& s) { return s.toHtmlEscaped().toUtf8().replace('\'', "&#39;"); }},
      {"HTML, apos", [](const QString& s) { return s.toHtmlEscaped().toUtf8().replace('\'', "&apos;"); }},
      {"HTML, twice", [](const QString& s) { return s.toHtmlEscaped().toHtmlEscaped().toUtf8(); }},
      {"HTML, names",
       [](const QString& s) {
         return s.toHtmlEscaped().toUtf8().replace('/', "&sol;").replace('@', "&commat;").replace("ö", "&ouml;");
       }},
      {"HTML, decimal", decimalEntities},
      {"HTML, decimal, no semicolons before marks",
       [](const QString& s) { return s.toUtf8().replace('@', "&#64").replace('/', "&#047"); }},
      {"HTML, hex",
       [](const QString& s) {
         QByteArray written;
         for (const uint letter : s.toUcs4()) written += "&#x0" + hex(letter, 2).toUpper() + ';';
         return written;
       }},
      {"JSON", [=](const QString& s) { return each(s, json); }},
      {"JSON, capitals",
       [](const QString& s) { return each(s, [](char16_t unit) { return "\\u" + hex(unit, 4).toUpper(); }); }},
      {"JSON, slashes",
       [](const QString& s) { return s.toUtf8().replace('\\', "\\\\").replace('/', "\\/").replace('"', "\\\""); }},
      {"JSON in JSON", [=](const QString& s) { return each(s, json).replace('\\', "\\\\"); }},
      {"\\x", [](const QString& s) { return eachByte(s, [](uchar byte) { return "\\x" + hex(byte, 2); }); }},
      {"octal",
       [](const QString& s) {
         return eachByte(s, [](uchar byte) { return '\\' + QByteArray::number(byte, 8).rightJustified(3, '0'); });
       }},
      {"quoted-printable",
       [](const QString& s) { return eachByte(s, [](uchar byte) { return '=' + hex(byte, 2).toUpper(); }); }},
      {"SQL", [](const QString& s) { return s.toUtf8().replace('\'', "''"); }},
      {"CSV", [](const QString& s) { return s.toUtf8().replace('"', "\"\""); }},
      {"JSON, in a URL", [=](const QString& s) { return QUrl::toPercentEncoding(QString::fromLatin1(each(s, json))); }},
      {"HTML, in a URL",
       [](const QString& s) { return QUrl::toPercentEncoding(QString::fromLatin1(decimalEntities(s))); }},
      {"a URL in HTML", [=](const QString& s) { return eachByte(s, percent).replace('%', "&percnt;"); }},
      {"base64", [](const QString& s) { return s.toUtf8().toBase64(); }},
      {"base64, no padding", [](const QString& s) { return s.toUtf8().toBase64(QByteArray::OmitTrailingEquals); }},
      {"base64url", [](const QString& s) { return s.toUtf8().toBase64(QByteArray::Base64UrlEncoding); }},
      {"base64url, no padding",
       [](const QString& s) {
         return s.toUtf8().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
       }},
      {"base64, percent", [](const QString& s) { return s.toUtf8().toBase64().toPercentEncoding(); }},
      {"base64, JSON",
       [](const QString& s) { return s.toUtf8().toBase64().replace('/', "\\/").replace('+', "\\u002b"); }},
      {"base64, lines", [](const QString& s) { return s.toUtf8().toBase64().insert(4, "\r\n"); }},
      {"hex", [](const QString& s) { return s.toUtf8().toHex(); }},
      {"hex, capitals", [](const QString& s) { return s.toUtf8().toHex().toUpper(); }},
      {"hex, colons", [](const QString& s) { return s.toUtf8().toHex(':'); }},
      {"Latin-1", [](const QString& s) { return s.toLatin1(); }},
      {"Latin-1, percent", [](const QString& s) { return s.toLatin1().toPercentEncoding(); }},
      {"UTF-16",
       [](const QString& s) {
         return each(s, [](char16_t unit) {
           return QByteArray(1, static_cast<char>(unit & 0xFFU)) + static_cast<char>(unit >> 8U);
         });
       }},
  };
}

// Passwords, tokens, keys: with every mark, with letters beyond ASCII, with what looks like an escape.
const QStringList secrets = {
    QStringLiteral("canary-w0rd"),
    QStringLiteral("p@ss/w:rd"),
    QStringLiteral("a'b\"c<d>&e"),
    QStringLiteral("Schlüssel für ö/@"),
    QStringLiteral("a+b c~d*e"),
    QStringLiteral("100%41&amp;\\u0040"),
    QStringLiteral("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
    QStringLiteral("eyJhbGciOiJ.eyJzdWIiOi-_.x"),
};

TEST(SecretMask, EverySecretIsHiddenInEveryForm) {
  for (const QString& secret : secrets) {
    const SecretMask mask = maskOf(secret);
    for (const Form& form : forms()) {
      SCOPED_TRACE(form.name);
      const QByteArray written = form.write(secret);
      EXPECT_EQ(mask.masked("<" + written + "> end"), "<" + dots + "> end") << written.toStdString();
      EXPECT_EQ(mask.masked(written), dots);
      EXPECT_EQ(mask.masked(written + ' ' + written), dots + ' ' + dots);
    }
  }
}

TEST(SecretMask, LettersBeyondLatinAreHiddenToo) {
  const SecretMask mask = maskOf(QStringLiteral("пароль😀日本"));
  for (const Form& form : forms()) {
    if (QByteArray(form.name).startsWith("Latin-1")) continue;
    SCOPED_TRACE(form.name);
    EXPECT_EQ(mask.masked("<" + form.write(QStringLiteral("пароль😀日本")) + ">"), "<" + dots + ">");
  }
}

// Basic credentials, and a token that stands somewhere within what was encoded.
TEST(SecretMask, Base64IsFoundAtAnyPlaceWithinWhatWasEncoded) {
  SecretMask mask;
  mask.addCredentials(QStringLiteral("ada"), QStringLiteral("pä?>?"));
  for (const QByteArray& text : {QStringLiteral("ada:pä?>?").toUtf8(), QStringLiteral("ada:pä?>?").toLatin1()}) {
    EXPECT_EQ(mask.masked("Basic " + text.toBase64()), "Basic " + dots);
    EXPECT_EQ(mask.masked("Basic " + text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)),
              "Basic " + dots);
  }
  SecretMask tokens = maskOf(QStringLiteral("canary-w0rd"));
  for (qsizetype before = 0; before < 6; ++before) {
    for (qsizetype behind = 0; behind < 6; ++behind) {
      const QByteArray secret = "canary-w0rd";
      const QByteArray encoded = (QByteArray(before, 'x') + secret + QByteArray(behind, 'y')).toBase64();
      const QByteArray shown = tokens.masked(encoded);
      EXPECT_TRUE(shown.contains(dots)) << encoded.toStdString();
      QByteArray left = shown;
      left.replace(dots, "");
      // What is left are letters that none of the secret's bits went into.
      EXPECT_LE(left.size(), before * 8 / 6 + behind * 8 / 6 + 3) << shown.toStdString();
    }
  }
}

TEST(SecretMask, SecretsThatContainOrOverlapOneAnotherAreHiddenTogether) {
  SecretMask mask;
  for (const char* secret : {"word", "secretword", "wordplay", "et"}) mask.add(QString::fromLatin1(secret));
  EXPECT_EQ(mask.masked(QByteArray("a secretword b")), "a " + dots + " b");
  EXPECT_EQ(mask.masked(QByteArray("a secretwordplay b")), "a " + dots + " b");
  EXPECT_EQ(mask.masked(QByteArray("wordword")), dots);
  EXPECT_EQ(mask.masked(QByteArray("et al.")), "et al.") << "too short to be hidden by itself";
}

TEST(SecretMask, HeadersValuesAreHiddenInTheirParts) {
  SecretMask mask;
  mask.addHeaderValue(QStringLiteral("Token token=\"abcdefgh12\", realm=x"));
  EXPECT_EQ(mask.masked(QByteArray("got abcdefgh12 of realm")), "got " + dots + " of realm");
  SecretMask basic;
  basic.addHeaderValue(QStringLiteral("Basic ") + QString::fromLatin1(QByteArray("ada:hidden-one").toBase64()));
  EXPECT_EQ(basic.masked(QByteArray("ada hidden-one")), "ada " + dots);
}

TEST(SecretMask, KeysAreHiddenDecoded) {
  const QByteArray bytes = QByteArray::fromHex("00ff10203040506070809081a2b3c4d5e6f70817263544aa");
  SecretMask mask;
  mask.addKey(QStringLiteral("whsec_") + QString::fromLatin1(bytes.toBase64()));
  for (const QByteArray& written : {"whsec_" + bytes.toBase64(), bytes.toBase64(), bytes.toHex(), bytes,
                                    bytes.toBase64(QByteArray::Base64UrlEncoding)})
    EXPECT_TRUE(mask.masked(written).endsWith(dots)) << written.toStdString();
}

TEST(SecretMask, TheBeginningOfASecretIsHiddenWhereATextWasCut) {
  const SecretMask mask = maskOf(QStringLiteral("canary-w0rd"));
  EXPECT_EQ(mask.masked("it was canar", SecretMask::Ending::Cut), "it was " + dots);
  EXPECT_EQ(mask.masked("it was c%61nar%7", SecretMask::Ending::Cut), "it was " + dots);
  EXPECT_EQ(mask.masked("it was canar", SecretMask::Ending::Whole), "it was canar");
  EXPECT_EQ(mask.masked("canar was it", SecretMask::Ending::Cut), "canar was it");
}

TEST(SecretMask, OrdinaryTextStaysAsItIs) {
  const SecretMask mask = maskOf(QStringLiteral("canary-w0rd"));
  QByteArray all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const QByteArray& text : {QByteArray(), QByteArray("canary-w0r"), QByteArray("canary w0rd"), all, all + all,
                                 QByteArray("%%%&&&\\\\\\===+++'''\"\"\""), QByteArray("&#;&#x;&;%u%\\u\\x\\u{")})
    EXPECT_EQ(mask.masked(text), text);
  EXPECT_EQ(SecretMask().masked(all), all);
}

TEST(SecretNames, TellSecretsByTheirNames) {
  for (const char* name : {"token", "X-Api-Key", "Authorization", "sig", "X-Amz-Signature", "x-auth", "PWD", "pass",
                           "client_secret", "access_token", "user_password", "X-Amz-Credential", "session_id", "jwt"})
    EXPECT_TRUE(isSecretName(name)) << name;
  for (const char* name : {"design", "author", "Idempotency-Key", "passage", "day", "Content-Type", "compass", ""})
    EXPECT_FALSE(isSecretName(name)) << name;
}

}  // namespace
}  // namespace courier
