-- From schema 2 (one key for each merchant) to 3, in one go.
BEGIN IMMEDIATE;
ALTER TABLE merchant ADD COLUMN notify_key TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 3;
COMMIT;
