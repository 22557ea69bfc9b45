-- What the scheduler needs: until when a schedule's slots have been looked at (UTC ms), and its history by job.

ALTER TABLE schedule ADD COLUMN considered_until INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slot_job ON slot (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX job_schedule ON job (schedule_id, id) WHERE schedule_id IS NOT NULL;
