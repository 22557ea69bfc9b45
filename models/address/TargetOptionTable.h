#pragma once

#include <QPair>
#include <QString>
#include <QVector>
#include <optional>
#include <span>

#include "models/address/Destination.h"
#include "models/base/DescribedOption.h"

namespace courier {

/// The options of a target, in the order of their description.
enum class OptionId {
  Auth,
  AuthHeader,
  Signed,
  Headers,
  Method,
  RowCap,
  BodyFormat,
  Gzip,
  WideIntegers,
  Proxy,
  ProxyHost,
  ProxyPort,
  ProxyUser,
  Authority,
  ClientCertificate,
  ClientKey,
  KeyPassphrase,
  TlsMinimum,
  ConnectLimit,
  SendLimit,
  AnswerLimit,
  TotalLimit,
  HoldEmpty,
  HoldRowChange,
  HoldColumns,
  HoldTruncated,
  SkipUnchanged,
  Keep
};

/// One option of a target. Its default is what Destination and TargetOptions say.
struct TargetOption : DescribedOption<OptionId, Destination> {
  // As DescribedOption has them, and for the proxy, which is given as one address, and for headers, a line each; a
  // header is added to those there are.
  [[nodiscard]] QString valueName() const;
  [[nodiscard]] QString helpText() const;
  [[nodiscard]] QString text(const Destination& to) const;
  [[nodiscard]] bool setText(Destination& to, const QString& text) const;
};

/// All of them, in the order of OptionId.
[[nodiscard]] std::span<const TargetOption> targetOptionTable();
[[nodiscard]] const TargetOption& targetOption(OptionId id);

/// The value of a choice that is stored by this key.
template <class Value>
[[nodiscard]] std::optional<Value> optionValueOf(OptionId id, const QString& key) {
  const OptionChoice* choice = targetOption(id).choice(key);
  return choice ? std::optional(static_cast<Value>(choice->value)) : std::nullopt;
}

/// What result:show says of the options, "Name" and "value", in order: all that differs from a plain target, and
/// nothing secret.
[[nodiscard]] QVector<QPair<QString, QString>> targetOptionLines(const Destination& to);

}  // namespace courier
