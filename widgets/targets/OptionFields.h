#pragma once

#include <QStringList>
#include <QVector>

#include "widgets/targets/OptionGroup.h"

namespace courier {

class BodyFields;
class Fold;
class SignInFields;

/// All options of a target besides its name, address, user and password: how long bodies are kept, and the rest folded
/// away by subject. A fold opens by itself if something in it needs fixing.
class OptionFields final : public QWidget {
  Q_OBJECT
 public:
  explicit OptionFields(QWidget* parent = nullptr);

  void set(const Target& target);
  /// These secrets are kept already: `place` ("in the keychain") stands in their empty fields.
  void setStored(const QStringList& secrets, const QString& place);
  void setMethod(HttpMethod method);
  void setAuthKind(AuthKind kind);
  [[nodiscard]] AuthKind authKind() const;

  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] QWidget* check();
  /// Writes all into `target`; after a check() that found nothing.
  void read(Target& target) const;
  /// The secrets that were typed now and that `target` needs, by secretfields' names; never the password.
  [[nodiscard]] QHash<QString, QString> secrets(const Target& target) const;
  /// Opens the fold of that part; its field, null where it is none of these.
  [[nodiscard]] QWidget* open(TargetPart part);
  /// Says it at the field of that secret, which gets the focus; false where there is no such field.
  bool showSecretError(const QString& secret, const QString& sentence);

 Q_SIGNALS:
  void authKindChanged(courier::AuthKind kind);

 private:
  struct Part {
    OptionGroup* group;
    Fold* fold;  ///< null: always to be seen
  };
  Fold* addFold(const QString& title, const char* name);
  void add(OptionGroup* group, Fold* fold);
  SignInFields* m_signIn;
  BodyFields* m_body;
  QVector<Part> m_parts;
};

}  // namespace courier
