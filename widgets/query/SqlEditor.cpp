#include "widgets/query/SqlEditor.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QEvent>
#include <QMenu>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QStringList>
#include <algorithm>

#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kErrorIndicator = 8;
constexpr int kNumberMargin = 0;
constexpr int kGapMargin = 1;

bool standsInWord(QChar character) {
  return character.isLetterOrNumber() || character == QLatin1Char('_');
}

}  // namespace

SqlEditor::SqlEditor(QWidget* parent) : QsciScintilla(parent), m_lexer(new QsciLexerSQL(this)) {
  setAccessibleName(tr("SQL editor"));
  setUtf8(true);
  setEolMode(EolUnix);
  setLexer(m_lexer);
  setFrameShape(QFrame::NoFrame);
  setIndentationsUseTabs(false);
  setTabWidth(4);
  setAutoIndent(true);
  setBraceMatching(SloppyBraceMatch);
  setViewportMargins(0, 8, 0, 0);
  setExtraAscent(2);
  setExtraDescent(2);
  setScrollWidth(1);
  setScrollWidthTracking(true);
  setCaretWidth(2);
  setMarginType(kNumberMargin, NumberMargin);
  setMarginType(kGapMargin, SymbolMargin);
  setMarginWidth(kGapMargin, 10);
  setMarginWidth(2, 0);
  setMarginSensitivity(kGapMargin, false);
  indicatorDefine(SquiggleIndicator, kErrorIndicator);
  freeShortcuts();
  applyTheme();
  fitLineNumbers();
  connect(this, &QsciScintilla::linesChanged, this, &SqlEditor::fitLineNumbers);
  connect(this, &QsciScintilla::textChanged, this, [this] {
    if (m_loading) return;
    clearError();
    Q_EMIT edited();
  });
}

void SqlEditor::load(const QString& sql, int cursor) {
  const QScopedValueRollback guard(m_loading, true);
  setText(sql);
  SendScintilla(SCI_EMPTYUNDOBUFFER);
  setCursorOffset(cursor);
}

qsizetype SqlEditor::cursorOffset() const {
  return offsetOfByte(SendScintilla(SCI_GETCURRENTPOS));
}

qsizetype SqlEditor::offsetAt(int line, int column) const {
  return offsetOfByte(positionFromLineIndex(std::clamp(line, 1, lines()) - 1, std::max(0, column - 1)));
}

void SqlEditor::setCursorOffset(qsizetype offset) {
  SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(byteOfOffset(offset)));
}

StatementRange SqlEditor::selectedRange() const {
  const long begin = SendScintilla(SCI_GETSELECTIONSTART);
  const long end = SendScintilla(SCI_GETSELECTIONEND);
  if (begin >= end) return {};
  return {offsetOfByte(begin), offsetOfByte(end)};
}

void SqlEditor::markError(qsizetype offset) {
  clearError();
  const QString all = text();
  if (all.isEmpty()) return;
  qsizetype begin = std::clamp<qsizetype>(offset, 0, all.size() - 1);
  qsizetype end = begin;
  while (end < all.size() && standsInWord(all[end])) ++end;
  if (end == begin) end = begin + 1;
  const long first = byteOfOffset(begin);
  const long last = byteOfOffset(end);
  SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(kErrorIndicator));
  SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(first), last - first);
  m_hasError = true;
}

void SqlEditor::clearError() {
  if (!m_hasError) return;
  SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(kErrorIndicator));
  SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, SendScintilla(SCI_GETLENGTH));
  m_hasError = false;
}

void SqlEditor::toggleComment() {
  int firstLine = 0;
  int lastLine = 0;
  int column = 0;
  int lastColumn = 0;
  const bool selected = hasSelectedText();
  if (selected) {
    getSelection(&firstLine, &column, &lastLine, &lastColumn);
    if (lastColumn == 0 && lastLine > firstLine) --lastLine;
  } else {
    getCursorPosition(&firstLine, &column);
    lastLine = firstLine;
  }
  bool allCommented = true;
  bool anyText = false;
  for (int line = firstLine; line <= lastLine; ++line) {
    const QString words = text(line).trimmed();
    if (words.isEmpty()) continue;
    anyText = true;
    if (!words.startsWith(QStringLiteral("--"))) allCommented = false;
  }
  if (!anyText) return;
  beginUndoAction();
  for (int line = firstLine; line <= lastLine; ++line) {
    const QString words = text(line);
    if (words.trimmed().isEmpty()) continue;
    if (allCommented) {
      const auto at = static_cast<int>(words.indexOf(QStringLiteral("--")));
      const int length = words.mid(at + 2).startsWith(QLatin1Char(' ')) ? 3 : 2;
      setSelection(line, at, line, at + length);
      removeSelectedText();
    } else {
      insertAt(QStringLiteral("-- "), line, 0);
    }
  }
  endUndoAction();
  if (selected) {
    setSelection(firstLine, 0, lastLine, lineLength(lastLine));
  } else {
    setCursorPosition(firstLine, std::max(0, column + (allCommented ? -3 : 3)));
  }
}

void SqlEditor::changeEvent(QEvent* event) {
  QsciScintilla::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) applyTheme();
}

void SqlEditor::contextMenuEvent(QContextMenuEvent* event) {
  QMenu* menu = createStandardContextMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addSeparator();
  menu->addAction(tr("Toggle &comment"), QKeySequence(Qt::CTRL | Qt::Key_Slash), this, &SqlEditor::toggleComment);
  menu->popup(event->globalPos());
}

void SqlEditor::dragEnterEvent(QDragEnterEvent* event) {
  // A file is for the window; only text is for the editor.
  if (event->mimeData()->hasUrls()) {
    event->ignore();
    return;
  }
  QsciScintilla::dragEnterEvent(event);
}

void SqlEditor::applyTheme() {
  const Theme& theme = Theme::of(palette());
  const QFont font = monospaceFont();
  m_lexer->setDefaultFont(font);
  m_lexer->setFont(font);
  m_lexer->setDefaultPaper(theme.panel);
  m_lexer->setPaper(theme.panel);
  m_lexer->setDefaultColor(theme.text);
  m_lexer->setColor(theme.text);
  for (const int style : {QsciLexerSQL::Keyword, QsciLexerSQL::PlusKeyword}) m_lexer->setColor(theme.keyword, style);
  for (const int style : {QsciLexerSQL::SingleQuotedString, QsciLexerSQL::PlusComment}) {
    m_lexer->setColor(theme.string, style);
  }
  m_lexer->setColor(theme.number, QsciLexerSQL::Number);
  for (const int style :
       {QsciLexerSQL::Comment, QsciLexerSQL::CommentLine, QsciLexerSQL::CommentDoc, QsciLexerSQL::CommentLineHash,
        QsciLexerSQL::CommentDocKeyword, QsciLexerSQL::CommentDocKeywordError}) {
    m_lexer->setColor(theme.null, style);
  }
  setPaper(theme.panel);
  setColor(theme.text);
  setCaretForegroundColor(theme.text);
  setSelectionBackgroundColor(theme.selection);
  resetSelectionForegroundColor();
  setMarginsFont(font);
  setMarginsBackgroundColor(theme.panel);
  setMarginsForegroundColor(theme.null);
  setMarginBackgroundColor(kGapMargin, theme.panel);
  setMatchedBraceBackgroundColor(theme.accentSoft);
  setMatchedBraceForegroundColor(theme.accent);
  setUnmatchedBraceBackgroundColor(theme.badSoft);
  setUnmatchedBraceForegroundColor(theme.bad);
  setIndicatorForegroundColor(theme.bad, kErrorIndicator);
}

void SqlEditor::fitLineNumbers() {
  const qsizetype digits = std::max<qsizetype>(3, QString::number(lines()).size());
  setMarginWidth(kNumberMargin, QStringLiteral("0") + QString(digits, QLatin1Char('0')));
}

void SqlEditor::freeShortcuts() {
  // These belong to the window: tabs, running, comments. Scintilla's own uses of them are for other editors.
  const QKeyCombination wanted[] = {Qt::CTRL | Qt::Key_T,
                                    Qt::CTRL | Qt::SHIFT | Qt::Key_T,
                                    Qt::CTRL | Qt::Key_W,
                                    Qt::CTRL | Qt::Key_Return,
                                    Qt::CTRL | Qt::SHIFT | Qt::Key_Return,
                                    Qt::CTRL | Qt::Key_Slash,
                                    Qt::CTRL | Qt::SHIFT | Qt::Key_S,
                                    Qt::CTRL | Qt::Key_L,
                                    Qt::CTRL | Qt::SHIFT | Qt::Key_L,
                                    Qt::CTRL | Qt::Key_D,
                                    Qt::Key_Escape};
  const QList<QsciCommand*> commands = standardCommands()->commands();
  for (QsciCommand* command : commands) {
    for (const QKeyCombination keys : wanted) {
      const int key = keys.toCombined();
      if (command->key() == key) command->setKey(0);
      if (command->alternateKey() == key) command->setAlternateKey(0);
    }
  }
}

qsizetype SqlEditor::offsetOfByte(long position) const {
  return QString::fromUtf8(bytes(0, static_cast<int>(position)).constData()).size();
}

long SqlEditor::byteOfOffset(qsizetype offset) const {
  return static_cast<long>(text().left(offset).toUtf8().size());
}

}  // namespace courier
