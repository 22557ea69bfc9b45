-- What guards, notices, retention and the record need: a delivery's columns as its body names them, who ran a job, and
-- what a person has to be told.

ALTER TABLE job ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE target ADD COLUMN secret_used_at INTEGER NOT NULL DEFAULT 0;

-- One thing to tell; a kind is told once a target until somebody has looked (seen_at).
CREATE TABLE notice (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind        TEXT NOT NULL,
  target_id   INTEGER REFERENCES target (id),
  delivery_id INTEGER REFERENCES delivery (id),
  schedule_id INTEGER REFERENCES schedule (id),
  text        TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  seen_at     INTEGER
);
CREATE INDEX notice_unseen ON notice (target_id, kind) WHERE seen_at IS NULL;
CREATE INDEX delivery_delivered ON delivery (address, id) WHERE state = 'delivered';
