-- What a long history needs: its lists by state, target and time, and its sums, without reading all of it.

CREATE INDEX job_created ON job (created_at);
CREATE INDEX job_failed ON job (state, id) WHERE state IN ('error', 'killed');
CREATE INDEX delivery_created ON delivery (created_at, job_id);
-- lower(): only who writes it so gets this index; the lanes keep theirs.
CREATE INDEX delivery_state ON delivery (lower(state), job_id);
CREATE INDEX attempt_open ON attempt (id) WHERE ended_at IS NULL;

-- Sums that the triggers below keep: how many jobs there are, and the bytes of all kept bodies, each file once however
-- many rows name it.
CREATE TABLE tally (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO tally (name, value) SELECT 'jobs', COUNT(*) FROM job;
INSERT INTO tally (name, value)
SELECT 'kept_bytes', COALESCE(SUM(bytes), 0) FROM (SELECT MAX(bytes) AS bytes FROM (
  SELECT spool_name AS name, spool_bytes AS bytes FROM job WHERE spool_name <> ''
  UNION ALL SELECT spool_name, body_bytes FROM delivery WHERE spool_name <> '') GROUP BY name);

CREATE TRIGGER job_counted AFTER INSERT ON job BEGIN
  UPDATE tally SET value = value + 1 WHERE name = 'jobs';
END;

CREATE TRIGGER job_body_inserted AFTER INSERT ON job WHEN NEW.spool_name <> '' BEGIN
  UPDATE tally SET value = value + NEW.spool_bytes WHERE name = 'kept_bytes'
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = NEW.spool_name AND spool_name <> '' AND id <> NEW.id)
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = NEW.spool_name);
END;

CREATE TRIGGER job_body_changed AFTER UPDATE OF spool_name ON job WHEN NEW.spool_name <> OLD.spool_name BEGIN
  UPDATE tally SET value = value - OLD.spool_bytes WHERE name = 'kept_bytes' AND OLD.spool_name <> ''
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = OLD.spool_name AND spool_name <> '')
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = OLD.spool_name);
  UPDATE tally SET value = value + NEW.spool_bytes WHERE name = 'kept_bytes' AND NEW.spool_name <> ''
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = NEW.spool_name AND spool_name <> '' AND id <> NEW.id)
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = NEW.spool_name);
END;

CREATE TRIGGER delivery_body_inserted AFTER INSERT ON delivery WHEN NEW.spool_name <> '' BEGIN
  UPDATE tally SET value = value + NEW.body_bytes WHERE name = 'kept_bytes'
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = NEW.spool_name AND id <> NEW.id)
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = NEW.spool_name AND spool_name <> '');
END;

CREATE TRIGGER delivery_body_changed AFTER UPDATE OF spool_name ON delivery WHEN NEW.spool_name <> OLD.spool_name BEGIN
  UPDATE tally SET value = value - OLD.body_bytes WHERE name = 'kept_bytes' AND OLD.spool_name <> ''
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = OLD.spool_name)
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = OLD.spool_name AND spool_name <> '');
  UPDATE tally SET value = value + NEW.body_bytes WHERE name = 'kept_bytes' AND NEW.spool_name <> ''
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE spool_name = NEW.spool_name AND id <> NEW.id)
    AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = NEW.spool_name AND spool_name <> '');
END;
