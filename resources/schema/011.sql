-- What the database said besides its rows, a line each.
ALTER TABLE job ADD COLUMN notices TEXT NOT NULL DEFAULT '';
