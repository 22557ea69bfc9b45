#include "models/secrets/KeychainOperation.h"

#include <QCoreApplication>
#include <algorithm>
#include <memory>
#include <utility>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

struct KeychainOperationTr {
  Q_DECLARE_TR_FUNCTIONS(SecretStore)
};

/// A locked keyring answers this question at once or never.
constexpr int kStateLimitMs = 2'000;

Error locked(const QString& detail) {
  return Error::of(ErrorKind::SecretLocked,
                   KeychainOperationTr::tr("The keychain is locked: unlock it, then try again."), detail);
}

Error silent(const QString& detail) {
  return Error::of(ErrorKind::SecretLocked,
                   KeychainOperationTr::tr("The keychain is locked or does not answer: unlock it, then try again."),
                   detail);
}

Error missing(const QString& detail) {
  return Error::of(ErrorKind::SecretMissing,
                   KeychainOperationTr::tr("The password is not known on this computer: enter it again."), detail);
}

Error unavailable(const QString& detail) {
  return Error::of(
      ErrorKind::SecretUnavailable,
      KeychainOperationTr::tr(
          "This computer has no keychain to keep the password in: start one, such as GNOME Keyring or KWallet."),
      detail);
}

Error meaningOf(QKeychain::Error code, const QString& detail, KeychainState state) {
  switch (code) {
    case QKeychain::EntryNotFound:
      // A locked keyring without a display says so too.
      return state == KeychainState::Locked ? locked(detail) : missing(detail);
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
      return locked(detail);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
      return unavailable(detail);
    default:
      break;
  }
  if (state == KeychainState::Absent) return unavailable(detail);
  return state == KeychainState::Locked ? locked(detail) : silent(detail);
}

}  // namespace

KeychainOperation::KeychainOperation(KeychainRequest request) : m_request(std::move(request)) {
  m_promise.start();
  m_limit.setParent(this);  // moves to the store's thread with its owner
  m_limit.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this, [this] { finish(silent({})); });
}

KeychainOperation::~KeychainOperation() {
  finish(Error::of(ErrorKind::Cancelled, KeychainOperationTr::tr("Query Courier stopped asking the keychain.")));
}

void KeychainOperation::startTimeLimit() {
  m_limit.start(m_request.timeLimitMs);
}

void KeychainOperation::start() {
  switch (m_request.kind) {
    case KeychainRequest::Kind::Read:
      readItem([this](const Outcome& read) { afterRead(read); });
      break;
    case KeychainRequest::Kind::Write: {
      auto* job = new QKeychain::WritePasswordJob(m_request.service);
      job->setBinaryData(m_request.bytes);
      run(job, [this](const Outcome& written) { afterWrite(written); });
      break;
    }
    case KeychainRequest::Kind::Remove:
      run(new QKeychain::DeletePasswordJob(m_request.service),
          [this](const Outcome& removed) { afterRemove(removed); });
      break;
  }
}

void KeychainOperation::run(QKeychain::Job* job, Next next) {
  // The job has no parent: the service's answer may come after this object has gone, and deletes the job then.
  job->setAutoDelete(true);
  job->setInsecureFallback(false);
  job->setKey(m_request.key);
  connect(job, &QKeychain::Job::finished, this, [this, next = std::move(next)](QKeychain::Job* done) {
    m_isStepRunning = false;
    if (m_isAnswered) {
      Q_EMIT finished();
      return;
    }
    const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done);
    next(Outcome{done->error(), done->errorString(), read ? read->binaryData() : QByteArray()});
  });
  m_isStepRunning = true;
  job->start();
}

void KeychainOperation::readItem(Next next) {
  run(new QKeychain::ReadPasswordJob(m_request.service), std::move(next));
}

void KeychainOperation::afterRead(const Outcome& read) {
  if (read.code == QKeychain::NoError) return finish(read.bytes);
  fail(read);
}

void KeychainOperation::afterWrite(const Outcome& written) {
  if (written.code != QKeychain::NoError) return fail(written);
  readItem([this](const Outcome& read) {
    if (read.code != QKeychain::NoError) return fail(read);
    if (read.bytes != m_request.bytes) return fail(Outcome{QKeychain::OtherError, {}, {}});
    finish(QByteArray());
  });
}

void KeychainOperation::afterRemove(const Outcome& removed) {
  // QtKeychain reports success for a delete in a locked keyring that did nothing: only reading tells.
  if (removed.code != QKeychain::NoError && removed.code != QKeychain::EntryNotFound) return fail(removed);
  readItem([this](const Outcome& read) {
    if (read.code == QKeychain::NoError) return fail(Outcome{QKeychain::AccessDenied, {}, {}});
    if (read.code != QKeychain::EntryNotFound) return fail(read);
    askState([this, read](KeychainState state) {
      if (state == KeychainState::Locked) return finish(locked(read.detail));
      finish(QByteArray());
    });
  });
}

void KeychainOperation::askState(std::function<void(KeychainState)> next) {
  whenDone(keychainState(std::min(m_request.timeLimitMs, kStateLimitMs)), this, std::move(next));
}

void KeychainOperation::fail(const Outcome& outcome) {
  askState([this, outcome](KeychainState state) { finish(meaningOf(outcome.code, outcome.detail, state)); });
}

void KeychainOperation::finish(Expected<QByteArray> answer) {
  if (std::exchange(m_isAnswered, true)) return;
  m_limit.stop();
  m_promise.addResult(std::move(answer));
  m_promise.finish();
  if (!m_isStepRunning) Q_EMIT finished();
}

}  // namespace courier
