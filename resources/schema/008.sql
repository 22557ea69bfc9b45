-- A delivery that failed for good, of which a person said that it is dealt with: nobody is asked about it any more.

ALTER TABLE delivery ADD COLUMN is_dismissed INTEGER NOT NULL DEFAULT 0;
