#pragma once

#include <QCryptographicHash>
#include <QObject>

#include "tests/support/FaultyServer.h"

class QTcpSocket;

namespace courier::testing {

/// One connection of a FaultyServer: reads requests, does to each what it is told.
class FaultyConnection final : public QObject {
 public:
  /// Keeps what the connections get, and says what is done to it.
  class Keeper {
   public:
    virtual ~Keeper() = default;
    /// The connection is not silent.
    virtual void hear() = 0;
    /// A request begins; its number is given back.
    virtual int begin(SeenRequest head) = 0;
    virtual Reaction reactionTo(int number) = 0;
    /// More of the request's body; `hash` is of all that came.
    virtual void update(int number, const QByteArray& bytes, const QCryptographicHash& hash, bool complete) = 0;
  };

  FaultyConnection(QTcpSocket* socket, Keeper& keeper);

 private:
  void read();
  void parseHead();
  /// Reacts once it is time to.
  void check();
  void trickle();
  void pad();
  void finish();

  QTcpSocket* m_socket;
  Keeper& m_keeper;
  QByteArray m_head;
  int m_number = 0;
  qint64 m_length = 0;
  qint64 m_missing = 0;
  qint64 m_paddingLeft = 0;
  bool m_heard = false;
  bool m_deaf = false;
  bool m_reacting = false;
  bool m_splitting = false;
  Reaction m_reaction;
  QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

}  // namespace courier::testing
