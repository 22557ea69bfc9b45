#pragma once

#include <gtest/gtest.h>

#include <QDirIterator>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <memory>

#include "models/address/TargetUrl.h"
#include "models/storage/Settings.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/receiver/ReceiverWindow.h"
#include "widgets/results/ResultGrid.h"

namespace courier::testing {

/// The test receiver's window, open, and requests to it.
class ReceiverWindowFixture : public ::testing::Test {
 protected:
  ReceiverWindowFixture() { m_window.open(); }
  int put(const QByteArray& body, const QString& path = QStringLiteral("path"),
          const QVector<QPair<QByteArray, QByteArray>>& headers = {}) {
    QNetworkRequest request(TargetUrl::parse(m_window.address())->url.joined(path)->url.httpUrl());
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json; charset=utf-8"));
    request.setRawHeader("Authorization", "Basic " + (QByteArray("alice:") + demanded).toBase64());
    for (const auto& [name, value] : headers) request.setRawHeader(name, value);
    std::unique_ptr<QNetworkReply> reply(m_network.put(request, body));
    EXPECT_TRUE(waitUntil([&] { return reply->isFinished(); }));
    m_retryAfter = reply->rawHeader("Retry-After");
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  }
  DataTable* requests() {
    for (auto* found : m_window.findChildren<DataTable*>()) {
      if (found->accessibleName() == QStringLiteral("Requests")) return found;
    }
    qFatal("no table");
  }
  int rows() { return requests()->model()->rowCount(); }
  TextView* view(const QString& name) {
    for (auto* view : m_window.findChildren<TextView*>()) {
      if (view->accessibleName() == name) return view;
    }
    qFatal("no text");
  }
  QString text(const QString& name) { return view(name)->toPlainText(); }
  ResultGrid& grid() { return *m_window.findChild<ResultGrid*>(); }
  /// What stands instead of the grid.
  QString noGrid() { return part<Note>("gridNote")->text(); }
  template <class Part>
  Part* part(const char* name) {
    auto* found = m_window.findChild<Part*>(QString::fromLatin1(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  /// The files that this window keeps.
  QStringList savedFiles() {
    QStringList found;
    QDirIterator files(m_window.folder(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) found.append(files.next());
    return found;
  }

  static constexpr auto demanded = "s3cret";
  const QByteArray result =
      R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["404",17],["500",2]]})";
  QByteArray m_retryAfter;
  SystemClock m_clock;
  TempDatabase m_database;
  Settings m_settings{*m_database};
  ReceiverWindow m_window{m_settings, m_clock};
  QNetworkAccessManager m_network;
};

}  // namespace courier::testing
