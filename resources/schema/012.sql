-- A connection may be to Trino or Treasure Data, and name a schema. A job may go on in the database itself, where this
-- program finds it again by its number there.

CREATE TABLE connection_new (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  engine      TEXT NOT NULL
              CHECK (engine IN ('sqlite', 'postgresql', 'mariadb', 'odbc', 'files', 'trino', 'treasuredata')),
  file        TEXT NOT NULL DEFAULT '',
  host        TEXT NOT NULL DEFAULT '',
  port        INTEGER NOT NULL DEFAULT 0,
  database    TEXT NOT NULL DEFAULT '',
  schema      TEXT NOT NULL DEFAULT '',
  user_name   TEXT NOT NULL DEFAULT '',
  secret_key  TEXT NOT NULL DEFAULT '',
  read_only   INTEGER NOT NULL DEFAULT 1,
  created_at  INTEGER NOT NULL,
  deleted_at  INTEGER,
  options     TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO connection_new (id, name, engine, file, host, port, database, user_name, secret_key, read_only, created_at,
                            deleted_at, options)
SELECT id, name, engine, file, host, port, database, user_name, secret_key, read_only, created_at, deleted_at, options
FROM connection;
DROP TABLE connection;
ALTER TABLE connection_new RENAME TO connection;
CREATE UNIQUE INDEX connection_name ON connection (name) WHERE deleted_at IS NULL;
ALTER TABLE job ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';
