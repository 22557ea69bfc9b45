#pragma once

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPointer>
#include <QScrollArea>

#include "tests/widgets/PagesFixture.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Note.h"
#include "widgets/targets/TargetDialog.h"

namespace courier::testing {

/// One target dialog on the stores of PagesFixture, with short ways to its parts.
class TargetDialogFixture : public PagesFixture {
 protected:
  ~TargetDialogFixture() override { delete m_dialog; }
  void open(std::optional<Target> existing = {}, SecretStore* secrets = nullptr) {
    m_dialog = new TargetDialog(m_targets, m_outbox, secrets ? *secrets : m_secrets, m_clock, std::move(existing));
    QObject::connect(m_dialog, &TargetDialog::saved, m_dialog, [this](TargetId id) { m_saved = id; });
    m_dialog->open();
    activate(*m_dialog);
  }
  template <class Widget>
  [[nodiscard]] Widget* control(const char* name) const {
    return part<Widget>(*m_dialog, name);
  }
  [[nodiscard]] QLineEdit* edit(const char* name) const { return control<QLineEdit>(name); }
  [[nodiscard]] QString error(const char* name) const {
    return qobject_cast<CheckedField*>(edit(name)->parentWidget())->error();
  }
  [[nodiscard]] QString note() const { return control<Note>("note")->text(); }
  void paste(const QString& text) const {
    QGuiApplication::clipboard()->setText(text);
    edit("address")->setFocus();
    QTest::keySequence(edit("address"), QKeySequence::Paste);
  }
  void save() const { click(control<Button>("save")); }
  [[nodiscard]] bool isSaved() const {
    return waitUntil([this] { return m_saved.isValid(); }, 5000);
  }
  /// Nothing in the form is squeezed: it has the height that it needs.
  [[nodiscard]] bool isSettled() const {
    const QWidget* form = m_dialog->findChild<QScrollArea*>()->widget();
    return waitUntil(
        [&] {
          QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
          return form->height() >= form->heightForWidth(form->width());
        },
        5000);
  }

  QPointer<TargetDialog> m_dialog;
  TargetId m_saved;
};

}  // namespace courier::testing
