-- From schema 3 (searched by SQL) to 4 (read into memory), in one go.
BEGIN IMMEDIATE;
DROP INDEX IF EXISTS trade_number;
DROP INDEX IF EXISTS trade_time;
DROP INDEX IF EXISTS trade_ended_by;
DROP INDEX IF EXISTS trade_auto_pay;
DROP INDEX IF EXISTS notification_due;
DROP INDEX IF EXISTS notification_of;
DROP INDEX IF EXISTS notification_syssn;
DROP INDEX IF EXISTS notification_held;
DROP INDEX IF EXISTS attempt_of;
DROP INDEX IF EXISTS attempt_of_merchant;
PRAGMA user_version = 4;
COMMIT;
