-- When a slot was to run (UTC ms, its delay counted in), as the schedule was at that time: how late a run began stays
-- true when the delay is changed. Of slots before this only the present delay is known. 0: it was not to run.

ALTER TABLE slot ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
UPDATE slot SET due_at = slot + 1000 * (SELECT delay_s FROM schedule WHERE schedule.id = slot.schedule_id)
WHERE job_id IS NOT NULL;
