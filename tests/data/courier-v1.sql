-- The rows of courier-v1.db, the database that an old version left behind. Once version 1 is released, neither file
-- changes any more. Before that, made anew with:
--   (cat resources/schema/001.sql tests/data/courier-v1.sql) | sqlite3 tests/data/courier-v1.db
INSERT INTO connection (name, engine, file, secret_key, created_at)
  VALUES ('testdb', 'sqlite', '/data/sample.db', '', 1767225600000);
INSERT INTO query (name, sql, connection_id, cursor, updated_at)
  VALUES ('Übersicht', 'SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code', 1, 7, 1767225600000);
INSERT INTO target (name, address, user_name, secret_key, created_at)
  VALUES ('myweb', 'webs://h.example/in', 'ann', 'k1', 1767225600000);
INSERT INTO job (kind, state, query_name, sql, connection_id, connection_name, created_at, started_at, ended_at, rows,
                 columns, spool_name, spool_bytes, spool_sha256)
  VALUES ('on_demand', 'success', 'Übersicht', 'SELECT 1', 1, 'testdb', 1767225600000, 1767225600001, 1767225600002,
          9007199254740993, '[{"name":"code","databaseType":"TEXT","type":"string","source":"declared"}]', 's1', 12,
          zeroblob(32));
INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, origin, user_name, secret_key, method,
                      state, reason, reason_kind, spool_name, content_type, body_bytes, body_sha256, rows, created_at,
                      next_try_at, give_up_at, attempts)
  VALUES ('0b7a3c1e-0000-4000-8000-000000000001', 1, 1, 'myweb:a', 'webs://h.example/in/a', 'https://h.example:443',
          'ann', 'k1', 'PUT', 'waiting', 'The server could not be reached.', 'unreachable', 's1',
          'application/json; charset=utf-8', 12, zeroblob(32), 3, 1767225600002, 1767225605002, 1767830400002, 1);
INSERT INTO attempt (delivery_id, number, started_at, ended_at, outcome, message)
  VALUES (1, 1, 1767225600003, 1767225600004, 'not_sent', 'connection refused');
INSERT INTO setting VALUES ('lastConnection', '1');
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
