#include "widgets/results/ResultView.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QStackedWidget>
#include <QTime>
#include <QVBoxLayout>

#include "widgets/common/EmptyState.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Panels.h"
#include "widgets/common/TextView.h"
#include "widgets/common/ViewTabs.h"
#include "widgets/results/BodyText.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kBodyRows = 50;
constexpr qsizetype kMostMessageCharacters = 1'000'000;

}  // namespace

ResultView::ResultView(QWidget* parent) : QWidget(parent) {
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* strip = new Strip(Strip::Fill::Panel, Strip::BottomLine, this);
  auto* stripLayout = new QHBoxLayout(strip);
  stripLayout->setContentsMargins(16, 0, 16, 0);
  m_tabs = new ViewTabs(tr("Result views"), strip);
  strip->setFixedHeight(m_tabs->height());
  m_tabs->addTab(tr("Grid"));
  m_tabs->addTab(tr("Body"));
  m_tabs->addTab(tr("Messages"));
  stripLayout->addWidget(m_tabs);
  stripLayout->addStretch(1);
  layout->addWidget(strip);
  auto* noteFrame = new QVBoxLayout;
  m_note = new Note(this);
  noteFrame->addWidget(m_note);
  noteFrame->setContentsMargins(12, 10, 12, 10);
  auto* noteArea = new QWidget(this);
  noteArea->setLayout(noteFrame);
  layout->addWidget(noteArea);
  m_pages = new QStackedWidget(this);
  layout->addWidget(m_pages, 1);

  m_gridPages = new QStackedWidget(m_pages);
  m_words = new EmptyState(QStringLiteral("table"), {}, {}, m_gridPages);
  m_grid = new ResultGrid(m_gridPages);
  m_gridPages->addWidget(m_words);
  m_gridPages->addWidget(m_grid);
  m_pages->addWidget(m_gridPages);

  auto* bodyPage = new QWidget(m_pages);
  auto* bodyLayout = new QVBoxLayout(bodyPage);
  bodyLayout->setContentsMargins(0, 0, 0, 8);
  m_body = new TextView(tr("Body"), bodyPage);
  m_body->setGround(TextView::Ground::Panel);
  m_body->setWrap(TextView::Wrap::FarOut);
  bodyLayout->addWidget(m_body, 1);
  m_bodyFoot = new DimLabel({}, bodyPage);
  m_bodyFoot->setContentsMargins(16, 0, 16, 0);
  bodyLayout->addWidget(m_bodyFoot);
  m_pages->addWidget(bodyPage);

  m_messages = new TextView(tr("Messages"), m_pages);
  m_messages->setGround(TextView::Ground::Panel);
  m_pages->addWidget(m_messages);

  connect(m_tabs, &ViewTabs::currentChanged, this, [this](int index) {
    m_pages->setCurrentIndex(index);
    if (index == static_cast<int>(Page::Body) && m_bodyIsStale) refreshBody();
  });
  connect(m_grid, &ResultGrid::copyRefused, this, [this](const QString& why) { m_note->say(Tone::Warn, why); });
  noteArea->setVisible(false);
  connect(m_note, &Note::shownChanged, noteArea, &QWidget::setVisible);
}

void ResultView::showResult(std::shared_ptr<ResultStore> result) {
  m_result = result;
  m_bodyIsStale = true;
  m_grid->setOld(false);
  m_grid->setResult(std::move(result));
  m_gridPages->setCurrentWidget(m_grid);
}

void ResultView::showWords(const QString& title, const QString& text) {
  m_result.reset();
  m_grid->setOld(false);
  m_bodyIsStale = true;
  m_words->setText(title, text);
  m_gridPages->setCurrentWidget(m_words);
  if (m_tabs->currentIndex() == static_cast<int>(Page::Body)) refreshBody();
}

void ResultView::showRunning() {
  if (m_gridPages->currentWidget() == m_grid) {
    m_grid->setOld(true);
  } else {
    m_words->setText(tr("Running…"), tr("The rows appear here as they come."));
  }
  if (m_result) m_bodyFoot->setText(tr("Running… This is the body of the run before."));
}

void ResultView::refreshBody() {
  m_bodyIsStale = true;
  if (m_tabs->currentIndex() != static_cast<int>(Page::Body)) return;
  m_bodyIsStale = false;
  if (!m_result) {
    m_body->clear();
    m_bodyFoot->setText(tr("Run a query to see the body made from its rows."));
    return;
  }
  const auto body = bodyText(*m_result, kBodyRows);
  if (!body) {
    m_body->clear();
    m_bodyFoot->setText(body.error().message);
    return;
  }
  m_body->setPlainText(body->text);
  const QLocale locale;
  m_bodyFoot->setText(body->rowsShown < body->rowsInResult
                          ? tr("The first %1 of %2 rows, laid out for reading; the body is sent without the spaces.")
                                .arg(locale.toString(body->rowsShown), locale.toString(body->rowsInResult))
                          : tr("Laid out for reading; the body is sent without the spaces."));
}

void ResultView::addMessage(const QString& text) {
  const QString time = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
  const QString before = m_messages->toPlainText();
  if (before.size() > kMostMessageCharacters) {
    m_messages->setPlainText(before.sliced(before.indexOf(QLatin1Char('\n'), before.size() / 2) + 1));
  }
  m_messages->appendLine(QStringLiteral("%1  %2").arg(time, text));
}

void ResultView::showPage(Page page) {
  m_tabs->setCurrentIndex(static_cast<int>(page));
}

QString ResultView::bodyShown() const {
  return m_body->toPlainText();
}

QString ResultView::messages() const {
  return m_messages->toPlainText();
}

}  // namespace courier
