-- The first schema of the mock, as files in the field have it; an order is paid and one is not.

CREATE TABLE IF NOT EXISTS merchant (
    id          INTEGER PRIMARY KEY,
    app_code    TEXT NOT NULL UNIQUE,
    client_key  TEXT NOT NULL,
    notify_url  TEXT NOT NULL,
    real_name   INTEGER NOT NULL,
    is_builtin  INTEGER NOT NULL,
    pay_types   TEXT NOT NULL,          -- comma separated
    currencies  TEXT NOT NULL,          -- comma separated; empty: all
    frozen      INTEGER NOT NULL,       -- the clock, see clock.h
    clock       INTEGER NOT NULL
);

-- The scope of order numbers: a mchid, or the app code itself with mchid ''.
CREATE TABLE IF NOT EXISTS account (
    id       INTEGER PRIMARY KEY,
    merchant INTEGER NOT NULL,
    mchid    TEXT NOT NULL,
    state    INTEGER NOT NULL,
    UNIQUE (merchant, mchid)
);

-- id is the sequence part of the syssn, so finding by syssn needs no index of its own.
CREATE TABLE IF NOT EXISTS trade (
    id            INTEGER PRIMARY KEY,
    account       INTEGER NOT NULL,
    out_trade_no  TEXT NOT NULL,
    state         INTEGER NOT NULL,
    respcd        TEXT NOT NULL,
    txamt         INTEGER NOT NULL,
    sysdtm        INTEGER NOT NULL,
    paydtm        INTEGER NOT NULL,
    expires       INTEGER NOT NULL,
    auto_pay_at   INTEGER NOT NULL,
    pay_type      TEXT NOT NULL,
    txcurrcd      TEXT NOT NULL,
    txdtm         TEXT NOT NULL,
    goods_name    TEXT NOT NULL,
    udid          TEXT NOT NULL,
    user_creid    TEXT NOT NULL,
    user_truename TEXT NOT NULL,
    notify_url    TEXT NOT NULL,
    ending        TEXT NOT NULL,
    waiting       TEXT NOT NULL,
    asks_left     INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS trade_number ON trade (account, out_trade_no);
CREATE INDEX IF NOT EXISTS trade_time ON trade (account, sysdtm);

INSERT INTO merchant VALUES (1, 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
    '0F1E2D3C4B5A69788796A5B4C3D2E1F0', '', 1, 1, '800201', '', 0, 0);
INSERT INTO account VALUES (1, 1, '', 0);
INSERT INTO trade VALUES (86358791, 1, 'paid-1', 4, '', 300, 1773115200, 1773115260, 1773117000, 0,
    '800201', 'HKD', '2026-03-10 12:00:00', '', '', '', '', '', '', '', 0);
INSERT INTO trade VALUES (86358792, 1, 'unpaid-1', 0, '', 300, 1773115200, 0, 4102444800, 0,
    '800201', 'HKD', '2026-03-10 12:00:00', '', '', '', '', '', '', '', 0);
PRAGMA user_version = 1;
