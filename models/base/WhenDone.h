#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "models/base/Expected.h"

namespace courier {

// What this thread does later: when a future has its value, or a moment after it was asked.

/// Calls `then` with the future's value on `context`'s thread, which is the calling one, from its event loop. Unlike
/// QFuture::then(context, …) of Qt 6.4, which asserts in that case, nothing happens where `context` is gone by then,
/// and nothing is called before this returns. A future that ends without a value calls nothing.
template <class Value, class Then>
void whenDone(QFuture<Value> future, QObject* context, Then then) {
  auto* watcher = new QFutureWatcher<Value>(context);
  QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
    watcher->deleteLater();
    const QFuture<Value> done = watcher->future();
    if constexpr (std::is_void_v<Value>) {
      if (!done.isCanceled()) then();
    } else {
      if (done.resultCount() > 0) then(done.result());
    }
  });
  watcher->setFuture(std::move(future));
}

namespace whendone {

template <class Value>
struct IsExpected : std::false_type {};
template <class Value>
struct IsExpected<Expected<Value>> : std::true_type {};

/// The value that something returned at once, in a future, as Expected or as both of these, in the end stands for.
template <class Value>
struct InTheEnd {
  using Type = Value;
};
template <class Value>
struct InTheEnd<Expected<Value>> : InTheEnd<Value> {};
template <class Value>
struct InTheEnd<QFuture<Value>> : InTheEnd<Value> {};

/// Whether a step gets the value alone, or what the future carries, an Error included.
enum class Gets { Value, Outcome };

template <Gets gets, class Step>
auto call(Step& step) {
  return step();
}
template <Gets gets, class Step, class Value>
auto call(Step& step, const Value& value) {
  if constexpr (gets == Gets::Outcome || !IsExpected<Value>::value) {
    return step(value);
  } else if constexpr (std::is_same_v<Value, Expected<void>>) {
    return step();
  } else {
    return step(value.value());
  }
}

template <Gets gets, class Step, class Value>
struct Returned {
  using Type = decltype(call<gets>(std::declval<Step&>(), std::declval<const Value&>()));
};
template <Gets gets, class Step>
struct Returned<gets, Step, void> {
  using Type = decltype(call<gets>(std::declval<Step&>()));
};

template <Gets gets, class Value, class Step>
auto goOn(QFuture<Value> future, QObject* context, Step step) {
  using Returned = typename Returned<gets, Step, Value>::Type;
  using Outcome = Expected<typename InTheEnd<Returned>::Type>;
  // Unfinished, it ends its future without a value when nobody holds it any more.
  auto promise = std::make_shared<QPromise<Outcome>>();
  promise->start();
  QFuture<Outcome> answer = promise->future();
  const auto give = [promise](const Outcome& outcome) {
    promise->addResult(outcome);
    promise->finish();
  };
  whenDone(std::move(future), context, [context, give, step = std::move(step)](const auto&... value) mutable {
    if constexpr (gets == Gets::Value && IsExpected<Value>::value) {
      const bool isOk = (value.ok() && ...);
      if (!isOk) return (give(value.error()), ...);
    }
    if constexpr (std::is_void_v<Returned>) {
      call<gets>(step, value...);
      give(Outcome());
    } else if constexpr (std::is_same_v<Returned, QFuture<void>>) {
      whenDone(call<gets>(step, value...), context, [give] { give(Outcome()); });
    } else if constexpr (std::is_convertible_v<Returned, Outcome>) {
      give(call<gets>(step, value...));
    } else {
      whenDone(call<gets>(step, value...), context, give);
    }
  });
  return answer;
}

}  // namespace whendone

/// Goes on with `step` when the future has its value, and gives what comes of it. An Error of the future skips the step
/// and is passed on. A step takes the value (nothing where there is none) and returns the next one, an Expected of it,
/// a future of either, or nothing; the answer is a future of Expected in every case. As with whenDone(), the step runs
/// on `context`'s thread from its event loop and never before this returns. The answer ends without a value where
/// `context` goes before, or where one of the futures ends so.
template <class Value, class Step>
[[nodiscard]] auto andThen(QFuture<Value> future, QObject* context, Step step) {
  return whendone::goOn<whendone::Gets::Value>(std::move(future), context, std::move(step));
}

/// As andThen(), but an Error is the step's to deal with: it takes the Expected whole.
template <class Value, class Step>
[[nodiscard]] auto inEitherCase(QFuture<Expected<Value>> future, QObject* context, Step step) {
  return whendone::goOn<whendone::Gets::Outcome>(std::move(future), context, std::move(step));
}

/// A future that has its value already.
template <class Value>
[[nodiscard]] QFuture<Expected<Value>> doneWith(Expected<Value> outcome) {
  return QtFuture::makeReadyFuture(std::move(outcome));
}

/// Does something a moment after it was first asked to, once, however often it is asked meanwhile. Belongs to the
/// thread that made it.
class Soon {
 public:
  Soon(std::chrono::milliseconds moment, std::function<void()> work) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(moment);
    m_timer.callOnTimeout([work = std::move(work)] { work(); });
  }
  void ask() {
    if (!m_timer.isActive()) m_timer.start();
  }
  /// What was asked for is not done.
  void forget() { m_timer.stop(); }
  /// From the next ask() on.
  void setMoment(std::chrono::milliseconds moment) { m_timer.setInterval(moment); }

 private:
  QTimer m_timer;
};

}  // namespace courier
