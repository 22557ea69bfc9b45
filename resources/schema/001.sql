-- The first tables. Times are UTC milliseconds since 1970. A row with deleted_at is hidden, never shown again, and
-- kept for the history that names it.

CREATE TABLE connection (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  engine      TEXT NOT NULL CHECK (engine IN ('sqlite', 'postgresql', 'mariadb', 'odbc')),
  file        TEXT NOT NULL DEFAULT '',
  host        TEXT NOT NULL DEFAULT '',
  port        INTEGER NOT NULL DEFAULT 0,
  database    TEXT NOT NULL DEFAULT '',
  user_name   TEXT NOT NULL DEFAULT '',
  secret_key  TEXT NOT NULL DEFAULT '',
  read_only   INTEGER NOT NULL DEFAULT 1,
  created_at  INTEGER NOT NULL,
  deleted_at  INTEGER
);
CREATE UNIQUE INDEX connection_name ON connection (name) WHERE deleted_at IS NULL;

-- One tab of the editor. closed_at orders the tabs that can be reopened.
CREATE TABLE query (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  sql           TEXT NOT NULL,
  connection_id INTEGER REFERENCES connection (id),
  position      INTEGER NOT NULL DEFAULT 0,
  cursor        INTEGER NOT NULL DEFAULT 0,
  is_open       INTEGER NOT NULL DEFAULT 1,
  updated_at    INTEGER NOT NULL,
  closed_at     INTEGER,
  deleted_at    INTEGER
);
CREATE INDEX query_open ON query (is_open, position, id) WHERE deleted_at IS NULL;

-- name '' is an address typed in place: one row for each address and user. secret_since is when secret_key was given.
CREATE TABLE target (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT NOT NULL DEFAULT '',
  address      TEXT NOT NULL,
  user_name    TEXT NOT NULL DEFAULT '',
  secret_key   TEXT NOT NULL DEFAULT '',
  secret_since INTEGER NOT NULL DEFAULT 0,
  method       TEXT NOT NULL DEFAULT 'PUT' CHECK (method IN ('PUT', 'POST')),
  row_cap      INTEGER NOT NULL DEFAULT 100000,
  options      TEXT NOT NULL DEFAULT '{}',
  state        TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  state_reason TEXT NOT NULL DEFAULT '',
  state_since  INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  deleted_at   INTEGER
);
CREATE UNIQUE INDEX target_name ON target (name) WHERE deleted_at IS NULL AND name <> '';
CREATE UNIQUE INDEX target_typed ON target (address, user_name) WHERE name = '' AND deleted_at IS NULL;

-- One run of a query. The connection's name and the target's words are snapshots. spool_name is the result's body.
CREATE TABLE job (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  kind            TEXT NOT NULL CHECK (kind IN ('on_demand', 'scheduled', 'backfill', 'export')),
  state           TEXT NOT NULL CHECK (state IN ('queued', 'running', 'success', 'error', 'killed')),
  query_name      TEXT NOT NULL DEFAULT '',
  sql             TEXT NOT NULL,
  connection_id   INTEGER REFERENCES connection (id),
  connection_name TEXT NOT NULL DEFAULT '',
  source_job_id   INTEGER REFERENCES job (id),
  schedule_id     INTEGER REFERENCES schedule (id),
  priority        INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -2 AND 2),
  retry_limit     INTEGER NOT NULL DEFAULT 0,
  plan            TEXT NOT NULL DEFAULT '{}',
  kill_requested  INTEGER NOT NULL DEFAULT 0,
  runner          TEXT NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  started_at      INTEGER,
  ended_at        INTEGER,
  rows            INTEGER,
  truncated       INTEGER NOT NULL DEFAULT 0,
  repaired_texts  INTEGER NOT NULL DEFAULT 0,
  columns         TEXT NOT NULL DEFAULT '[]',
  spool_name      TEXT NOT NULL DEFAULT '',
  spool_bytes     INTEGER NOT NULL DEFAULT 0,
  spool_sha256    BLOB,
  error           TEXT NOT NULL DEFAULT ''
);
CREATE INDEX job_state ON job (state) WHERE state IN ('queued', 'running');
CREATE INDEX job_source ON job (source_job_id);
CREATE INDEX job_spool ON job (spool_name, spool_bytes) WHERE spool_name <> '';

-- One result on its way to one target; method, address and options are frozen here when it is queued. next_try_at is
-- when its next counted try is due, early_at when an early one was asked for (0: none), give_up_at when it expires.
CREATE TABLE delivery (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  idempotency_key  TEXT NOT NULL UNIQUE,
  job_id           INTEGER NOT NULL REFERENCES job (id),
  target_id        INTEGER NOT NULL REFERENCES target (id),
  target_text      TEXT NOT NULL,
  address          TEXT NOT NULL,
  origin           TEXT NOT NULL,
  user_name        TEXT NOT NULL DEFAULT '',
  secret_key       TEXT NOT NULL DEFAULT '',
  method           TEXT NOT NULL CHECK (method IN ('PUT', 'POST')),
  options          TEXT NOT NULL DEFAULT '{}',
  state            TEXT NOT NULL
                   CHECK (state IN ('waiting', 'sending', 'held', 'delivered', 'refused', 'expired', 'cancelled')),
  reason           TEXT NOT NULL DEFAULT '',
  reason_kind      TEXT NOT NULL DEFAULT '',
  spool_name       TEXT NOT NULL,
  content_type     TEXT NOT NULL,
  body_bytes       INTEGER NOT NULL,
  body_sha256      BLOB NOT NULL,
  rows             INTEGER NOT NULL,
  truncated        INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  next_try_at      INTEGER NOT NULL,
  not_before       INTEGER NOT NULL DEFAULT 0,
  early_at         INTEGER NOT NULL DEFAULT 0,
  give_up_at       INTEGER NOT NULL,
  retries          INTEGER NOT NULL DEFAULT 0,
  attempts         INTEGER NOT NULL DEFAULT 0,
  finished_at      INTEGER
);
CREATE INDEX delivery_lane ON delivery (address, id) WHERE state IN ('waiting', 'sending', 'held');
CREATE INDEX delivery_job ON delivery (job_id, id);
CREATE INDEX delivery_needs_you ON delivery (job_id, id) WHERE state IN ('held', 'refused', 'expired');
CREATE INDEX delivery_target ON delivery (target_id, id);
CREATE INDEX delivery_spool ON delivery (spool_name);

-- One PUT. The row is committed before its first byte; ended_at and outcome stay NULL until something is known.
CREATE TABLE attempt (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id    INTEGER NOT NULL REFERENCES delivery (id),
  number         INTEGER NOT NULL,
  is_early       INTEGER NOT NULL DEFAULT 0,
  started_at     INTEGER NOT NULL,
  ended_at       INTEGER,
  outcome        TEXT CHECK (outcome IN ('answered', 'not_sent', 'unknown')),
  status         INTEGER NOT NULL DEFAULT 0,
  message        TEXT NOT NULL DEFAULT '',
  detail         TEXT NOT NULL DEFAULT '',
  bytes_sent     INTEGER NOT NULL DEFAULT 0,
  connect_ms     INTEGER,
  send_ms        INTEGER,
  wait_ms        INTEGER,
  answer_headers TEXT NOT NULL DEFAULT '',
  answer_body    BLOB,
  UNIQUE (delivery_id, number)
);

CREATE TABLE schedule (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  cron          TEXT NOT NULL,
  zone          TEXT NOT NULL,
  delay_s       INTEGER NOT NULL DEFAULT 0,
  sql           TEXT NOT NULL,
  connection_id INTEGER REFERENCES connection (id),
  plan          TEXT NOT NULL DEFAULT '{}',
  priority      INTEGER NOT NULL DEFAULT 0,
  retry_limit   INTEGER NOT NULL DEFAULT 0,
  missed        TEXT NOT NULL DEFAULT 'once' CHECK (missed IN ('once', 'none', 'all')),
  overlap       TEXT NOT NULL DEFAULT 'skip' CHECK (overlap IN ('skip', 'queue')),
  is_on         INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL,
  deleted_at    INTEGER
);
CREATE UNIQUE INDEX schedule_name ON schedule (name) WHERE deleted_at IS NULL;

CREATE TABLE slot (
  schedule_id INTEGER NOT NULL REFERENCES schedule (id),
  slot        INTEGER NOT NULL,
  state       TEXT NOT NULL,
  reason      TEXT NOT NULL DEFAULT '',
  job_id      INTEGER REFERENCES job (id),
  missed      INTEGER NOT NULL DEFAULT 0,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (schedule_id, slot)
);

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
