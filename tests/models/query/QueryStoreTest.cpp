#include "models/query/QueryStore.h"

#include <gtest/gtest.h>

#include "tests/support/Await.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

class QueryStoreTest : public ::testing::Test {
 protected:
  QueryId save(const QString& name, int position, const QString& sql = QStringLiteral("SELECT 1")) {
    QueryDraft draft;
    draft.name = name;
    draft.sql = sql;
    draft.position = position;
    return *await(m_store.save(draft));
  }
  QStringList openNames(int limit = 50) {
    QStringList names;
    const auto drafts = await(m_store.openDrafts(limit));
    for (const QueryDraft& draft : *drafts) names.append(draft.name);
    return names;
  }
  void close(QueryId id) {
    const auto drafts = await(m_store.openDrafts());
    for (QueryDraft draft : *drafts) {
      if (draft.id != id) continue;
      draft.isOpen = false;
      ASSERT_TRUE(await(m_store.save(draft)).ok());
    }
  }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  QueryStore m_store{*m_database, m_clock};
};

TEST_F(QueryStoreTest, GivesBackWhatWasTyped) {
  m_database.change(QStringLiteral("INSERT INTO connection (name, engine, created_at) VALUES ('a', 'sqlite', 0)"));
  QueryDraft draft;
  draft.name = QStringLiteral("Übersicht");
  draft.sql = QStringLiteral("SELECT '\n;--' -- 😀");
  draft.connectionId = {1};
  draft.position = 3;
  draft.cursor = 17;
  const auto id = await(m_store.save(draft));
  ASSERT_TRUE(id.ok());
  draft.id = *id;
  draft.sql += QStringLiteral(" more");
  ASSERT_EQ(await(m_store.save(draft)).value(), *id);
  const auto drafts = await(m_store.openDrafts());
  ASSERT_EQ(drafts->size(), 1);
  const QueryDraft& found = drafts->first();
  EXPECT_EQ(found.id, *id);
  EXPECT_EQ(found.name, draft.name);
  EXPECT_EQ(found.sql, draft.sql);
  EXPECT_EQ(found.connectionId, draft.connectionId);
  EXPECT_EQ(found.position, 3);
  EXPECT_EQ(found.cursor, 17);
  EXPECT_TRUE(found.isOpen);
}

TEST_F(QueryStoreTest, AFreshTabNeedsNeitherNameNorConnection) {
  const auto id = await(m_store.save({}));
  ASSERT_TRUE(id.ok());
  EXPECT_FALSE(await(m_store.openDrafts())->first().connectionId.isValid());
}

TEST_F(QueryStoreTest, RefusesWhatItCannotKeep) {
  QueryDraft draft;
  draft.name = QStringLiteral("a\tb");
  EXPECT_EQ(await(m_store.save(draft)).error().kind, ErrorKind::InvalidInput);
  draft.name = QStringLiteral("a");
  draft.id = {77};
  EXPECT_EQ(await(m_store.save(draft)).error().kind, ErrorKind::NotFound);
  draft.id = {};
  draft.connectionId = {5};
  EXPECT_EQ(await(m_store.save(draft)).error().kind, ErrorKind::Storage) << "there is no such connection";
}

TEST_F(QueryStoreTest, OpensInOrderAndNoMoreThanAsked) {
  save(QStringLiteral("c"), 2);
  save(QStringLiteral("a"), 0);
  save(QStringLiteral("b"), 1);
  EXPECT_EQ(openNames(), QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
  EXPECT_EQ(openNames(2).size(), 2);
}

TEST_F(QueryStoreTest, LeavesHugeTextsInTheDatabase) {
  const QString huge(5 << 20, QLatin1Char('x'));
  const QueryId id = save(QStringLiteral("huge"), 0, huge);
  EXPECT_EQ(await(m_store.openDrafts())->first().sql, QString());
  EXPECT_EQ(openNames(), QStringList(QStringLiteral("huge")));
  m_database.change(QStringLiteral("UPDATE query SET is_open = 0 WHERE id = ?"), {id.value});
  EXPECT_EQ(await(m_store.reopenLast())->sql, huge) << "whole where it is asked for alone";
}

TEST_F(QueryStoreTest, SavingADraftWithoutItsTextLeavesTheStoredOne) {
  const QString huge(5 << 20, QLatin1Char('x'));
  const QueryId id = save(QStringLiteral("huge"), 0, huge);
  auto drafts = await(m_store.openDrafts());
  ASSERT_TRUE(drafts && drafts->size() == 1);
  QueryDraft draft = drafts->first();
  EXPECT_TRUE(draft.isTextLeftOut);
  draft.name = QStringLiteral("renamed");
  ASSERT_TRUE(await(m_store.save(draft)));
  const auto whole = await(m_store.load(id));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->name, QStringLiteral("renamed"));
  EXPECT_EQ(whole->sql, huge);
  EXPECT_FALSE(whole->isTextLeftOut);
  const auto missing = await(m_store.load(QueryId{999}));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

TEST_F(QueryStoreTest, ReopensTheTabClosedLastBehindTheOthers) {
  const QueryId a = save(QStringLiteral("a"), 0);
  save(QStringLiteral("b"), 1);
  const QueryId c = save(QStringLiteral("c"), 2);
  close(c);
  m_clock.advance(1000);
  close(a);
  EXPECT_EQ(openNames(), QStringList(QStringLiteral("b")));
  const auto first = await(m_store.reopenLast());
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->id, a);
  EXPECT_TRUE(first->isOpen);
  EXPECT_EQ(await(m_store.reopenLast())->id, c);
  EXPECT_EQ(openNames(), QStringList({QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("c")}));
  EXPECT_EQ(await(m_store.reopenLast()).error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace courier
