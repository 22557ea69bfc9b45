#pragma once

// QScintilla's headers are written with Qt's keyword macros, which this project does without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexersql.h>
#include <Qsci/qsciscintilla.h>
#undef signals
#undef slots

#include "models/query/SqlText.h"

namespace courier {

/// The editor of one SQL text. Places in the text are UTF-16 offsets, as everywhere else in the program. Its colours
/// follow the scheme. Main thread.
class SqlEditor final : public QsciScintilla {
  Q_OBJECT
  Q_PROPERTY(QString sql READ sql USER true)
 public:
  explicit SqlEditor(QWidget* parent = nullptr);

  /// Replaces the text without an undo step and without telling.
  void load(const QString& sql, int cursor);
  [[nodiscard]] QString sql() const { return text(); }
  [[nodiscard]] qsizetype cursorOffset() const;
  /// The offset of a line and column (both from 1, columns in characters), as errors name their place.
  [[nodiscard]] qsizetype offsetAt(int line, int column) const;
  void setCursorOffset(qsizetype offset);
  /// The selected range; empty where nothing is selected.
  [[nodiscard]] StatementRange selectedRange() const;
  /// Draws a squiggle under the word at `offset`, until the text changes.
  void markError(qsizetype offset);
  void clearError();
  [[nodiscard]] bool hasErrorMark() const { return m_hasError; }

 public Q_SLOTS:
  /// Comments the selected lines (or the cursor's) out with "-- ", or in again when all of them are comments.
  void toggleComment();

 Q_SIGNALS:
  /// The person (or undo) changed the text.
  void edited();

 protected:
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;

 private:
  void applyTheme();
  void fitLineNumbers();
  void freeShortcuts();
  [[nodiscard]] qsizetype offsetOfByte(long position) const;
  [[nodiscard]] long byteOfOffset(qsizetype offset) const;

  QsciLexerSQL* m_lexer;
  bool m_loading = false;
  bool m_hasError = false;
};

}  // namespace courier
