-- What a notice of schedules counts while nobody has looked at it.

ALTER TABLE notice ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
