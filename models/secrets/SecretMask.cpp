#include "models/secrets/SecretMask.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <utility>

#include "models/secrets/SecretStore.h"

namespace courier {
namespace {

constexpr qsizetype shortestPart = 8;     ///< of a header's value: shorter words are names rather than secrets
constexpr qsizetype shortestEncoded = 4;  ///< letters of base64 that can be told from ordinary text
constexpr size_t shortestBeginning = 3;   ///< letters of a secret at the end of a cut text that are hidden

char32_t folded(char32_t value) {
  if (value < 128) return value >= U'A' && value <= U'Z' ? value + 32 : value;
  return QChar::toCaseFolded(value);
}

bool isBase64Letter(char32_t value) {
  return (value >= U'0' && value <= U'9') || (folded(value) >= U'a' && folded(value) <= U'z') || value == U'+' ||
         value == U'/' || value == U'-' || value == U'_';
}

std::u32string bytesOf(const QByteArray& bytes) {
  std::u32string values;
  for (const char byte : bytes) values += static_cast<unsigned char>(byte);
  return values;
}

}  // namespace

SecretMask::Letter SecretMask::letterOf(char32_t letter) {
  Letter spellings;
  const auto add = [&](std::u32string spelling) {
    for (char32_t& value : spelling) value = folded(value);
    if (std::find(spellings.begin(), spellings.end(), spelling) == spellings.end())
      spellings.push_back(std::move(spelling));
  };
  for (const char32_t c : {letter, QChar::toLower(letter), QChar::toUpper(letter)}) {
    add({c});
    if (c < 128) continue;
    add(bytesOf(QString::fromUcs4(&c, 1).toUtf8()));
    if (c < 256) continue;
    std::u32string wide;
    for (const QChar unit : QString::fromUcs4(&c, 1)) wide += unit.unicode();
    add(wide);
    std::u32string high, low;
    for (const char32_t unit : wide) {
      for (const char32_t byte : {unit >> 8U, unit & 0xFFU}) {
        if (byte != 0) high += byte;
      }
      for (const char32_t byte : {unit & 0xFFU, unit >> 8U}) {
        if (byte != 0) low += byte;
      }
    }
    add(high);
    add(low);
  }
  // A form's "+" is a blank, and a blank that must not break is one too.
  if (letter == U'+') add(U" ");
  if (letter == U' ') add({char32_t{0xA0}}), add({char32_t{0xC2}, char32_t{0xA0}});
  return spellings;
}

void SecretMask::addForm(Form form) {
  if (form.letters.empty() || std::find(m_forms.begin(), m_forms.end(), form) != m_forms.end()) return;
  for (const std::u32string& spelling : form.letters.front()) {
    auto& indexes = m_formsByFirst[spelling.front() & 0xFFU];
    if (indexes.empty() || indexes.back() != m_forms.size()) indexes.push_back(m_forms.size());
  }
  m_forms.push_back(std::move(form));
}

void SecretMask::addPlain(const QString& secret) {
  if (secret.size() < shortestSecret) return;
  Form form;
  for (const char32_t letter : secret.toUcs4()) form.letters.push_back(letterOf(letter));
  addForm(std::move(form));
}

/// base64 of bytes that `before` others precede in their group of three: only what these bytes alone decide.
void SecretMask::addBase64(const QByteArray& bytes, qsizetype before) {
  const QByteArray encoded =
      (QByteArray(before, '\0') + bytes).toBase64(QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals);
  const qsizetype first = before == 0 ? 0 : before + 1;
  const qsizetype end = (before + bytes.size()) * 8 / 6;
  if (end - first < shortestEncoded) return;
  Form form;
  form.between = U"\r\n";
  form.isBase64 = true;
  form.sharesFirst = before > 0;
  form.sharesLast = end < encoded.size();
  for (const char c : encoded.mid(first, end - first)) {
    Letter letter = {{folded(static_cast<unsigned char>(c))}};
    if (c == '+') letter = {U"+", U"-", U" "};
    if (c == '/') letter = {U"/", U"_"};
    form.letters.push_back(letter);
  }
  addForm(std::move(form));
}

void SecretMask::addEncoded(const QByteArray& bytes) {
  if (bytes.size() < shortestSecret) return;
  for (const qsizetype before : {0, 1, 2}) addBase64(bytes, before);
  Form hex;
  hex.between = U" :-\r\n";
  for (const char c : bytes.toHex()) hex.letters.push_back({{static_cast<unsigned char>(c)}});
  addForm(std::move(hex));
}

void SecretMask::addEncoded(const QString& text) {
  addEncoded(text.toUtf8());
  if (const QByteArray latin = text.toLatin1(); QString::fromLatin1(latin) == text) addEncoded(latin);
}

void SecretMask::add(const QString& secret) {
  for (const QString& text : {secret, secret.trimmed()}) {
    addPlain(text);
    addEncoded(text);
  }
}

void SecretMask::addCredentials(const QString& user, const QString& password) {
  add(password);
  addEncoded(QString(user + u':' + password));
}

void SecretMask::addHeaderValue(const QString& value) {
  add(value);
  static const QRegularExpression gaps(QStringLiteral("[\\s,;\"=]+"));
  const QStringList parts = value.split(gaps, Qt::SkipEmptyParts);
  for (const QString& part : parts) {
    if (part.size() >= shortestPart) add(part);
  }
  if (parts.size() < 2 || parts.first().compare(u"basic", Qt::CaseInsensitive) != 0) return;
  const QString both = QString::fromUtf8(QByteArray::fromBase64(parts[1].toLatin1()));
  const qsizetype colon = both.indexOf(u':');
  if (colon >= 0) addCredentials(both.left(colon), both.mid(colon + 1));
}

void SecretMask::addKey(const QString& key) {
  add(key);
  const QString prefix = QStringLiteral("whsec_");
  const QString text = key.startsWith(prefix) ? key.mid(prefix.size()) : key;
  add(text);
  const QByteArray bytes = QByteArray::fromBase64(text.toLatin1());
  addEncoded(bytes);
  if (bytes.size() < shortestPart) return;
  Form raw;
  for (const char byte : bytes) {
    if (byte != '\0')
      raw.letters.push_back({{folded(static_cast<unsigned char>(byte))}});  // EscapedText passes those over
  }
  addForm(std::move(raw));
}

namespace {

void addPlace(QVarLengthArray<qsizetype, 8>& places, qsizetype place) {
  if (!places.contains(place)) places.append(place);
}

}  // namespace

/// Where the form ends that begins at `place`; -1 where none does. All ways to read the text are followed at once.
qsizetype SecretMask::endOf(const Form& form, const EscapedText& text, qsizetype place, Ending ending) {
  Places here = {place};
  for (size_t i = 0; i < form.letters.size(); ++i) {
    for (qsizetype k = 0; i > 0 && k < here.size() && !form.between.empty(); ++k) {
      for (const EscapedText::Reading& reading : text.at(here[k])) {
        if (form.between.find(reading.value) != std::u32string::npos) addPlace(here, reading.end);
      }
    }
    Places next;
    for (const std::u32string& spelling : form.letters[i]) {
      Places going = here;
      for (const char32_t value : spelling) {
        Places gone;
        for (const qsizetype at : going) {
          for (const EscapedText::Reading& reading : text.at(at)) {
            if (folded(reading.value) == value) addPlace(gone, reading.end);
          }
        }
        going = std::move(gone);
      }
      for (const qsizetype at : going) addPlace(next, at);
    }
    const bool isCut =
        ending == Ending::Cut && i >= shortestBeginning &&
        std::any_of(here.begin(), here.end(), [&](qsizetype at) { return at == text.size() || text.isCutEscape(at); });
    if (next.isEmpty()) return isCut ? text.size() : -1;
    here = std::move(next);
  }
  return sharedEnd(form, text, *std::max_element(here.begin(), here.end()));
}

/// A last letter that holds a few bits more, and what fills base64 up.
qsizetype SecretMask::sharedEnd(const Form& form, const EscapedText& text, qsizetype end) {
  if (!form.isBase64) return end;
  const auto take = [&](auto isWanted) {
    for (const EscapedText::Reading& reading : text.at(end)) {
      if (!isWanted(reading.value)) continue;
      end = reading.end;
      return;
    }
  };
  if (form.sharesLast) take(isBase64Letter);
  for (int fill = 0; fill < 2; ++fill) take([](char32_t value) { return value == U'='; });
  return end;
}

QByteArray SecretMask::masked(const QByteArray& text, Ending ending) const {
  if (m_forms.empty()) return text;
  const EscapedText escaped(text);
  QByteArray shown;
  qsizetype copied = 0;  // of the text
  qsizetype maskEnd = -1;
  for (qsizetype place = 0; place < escaped.size(); ++place) {
    qsizetype begin = place;
    qsizetype end = -1;
    for (const EscapedText::Reading& reading : escaped.at(place)) {
      for (const size_t index : m_formsByFirst[folded(reading.value) & 0xFFU]) {
        const Form& form = m_forms[index];
        const qsizetype found = endOf(form, escaped, place, ending);
        if (found < 0) continue;
        end = std::max(end, found);
        if (form.sharesFirst && place > 0) {
          const EscapedText::Readings before = escaped.at(place - 1);
          if (isBase64Letter(before.first().value)) begin = place - 1;
        }
      }
    }
    if (end < 0) continue;
    const qsizetype from = escaped.offset(begin);
    const qsizetype until = end == escaped.size() ? text.size() : escaped.offset(end);
    if (maskEnd < 0 || from > maskEnd) {
      if (from > copied) shown += text.mid(copied, from - copied);
      shown += maskedSecret;
    }
    maskEnd = std::max(maskEnd, until);
    copied = std::max(copied, maskEnd);
  }
  return shown + text.mid(copied);
}

bool isSecretName(const QByteArray& name) {
  const QByteArray lower = name.toLower();
  if (lower == "idempotency-key") return false;
  constexpr std::array<const char*, 10> marks = {"authorization", "cookie",     "token",     "secret",  "key",
                                                 "passw",         "passphrase", "signature", "session", "credential"};
  if (std::any_of(marks.begin(), marks.end(), [&](const char* mark) { return lower.contains(mark); })) return true;
  // Short names mean a secret only where they stand alone: "sig" is none in "design".
  static const QRegularExpression gaps(QStringLiteral("[^a-z0-9]+"));
  const QStringList words = QString::fromLatin1(lower).split(gaps, Qt::SkipEmptyParts);
  constexpr std::array<const char*, 6> shortNames = {"sig", "pass", "pwd", "pw", "auth", "jwt"};
  return std::any_of(shortNames.begin(), shortNames.end(),
                     [&](const char* word) { return words.contains(QLatin1String(word)); });
}

}  // namespace courier
