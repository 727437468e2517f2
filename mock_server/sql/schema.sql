-- Everything that the mock keeps, as src/store/tables.c reads and writes it: row by row, by their
-- primary keys alone, so there are no other indexes. Times are seconds since 1970 UTC, amounts minor
-- units. user_version is raised with every change that an older file cannot bear.

-- For whoever opens a file with the keys of merchants in it.
CREATE TABLE IF NOT EXISTS readme (
    id    INTEGER PRIMARY KEY,
    words TEXT NOT NULL
);
INSERT OR IGNORE INTO readme VALUES (1, 'This is a file of qfpay-mock, a sandbox of the QFPay payment'
    || ' API. The keys in it are for tests and stand here in the clear; it moves no money. No key of'
    || ' QFPay''s production belongs in it.');

CREATE TABLE IF NOT EXISTS merchant (
    id          INTEGER PRIMARY KEY,
    app_code    TEXT NOT NULL,
    client_key  TEXT NOT NULL,
    notify_url  TEXT NOT NULL,
    features    INTEGER NOT NULL,       -- bits, see features.def
    is_builtin  INTEGER NOT NULL,
    pay_types   TEXT NOT NULL,          -- comma separated
    currencies  TEXT NOT NULL,          -- comma separated; empty: all
    frozen      INTEGER NOT NULL,       -- the clock, see clock.h
    clock       INTEGER NOT NULL,
    full_refund_only TEXT NOT NULL DEFAULT '', -- comma separated pay types and currencies
    notify_key  TEXT NOT NULL DEFAULT ''      -- signs the notifications; empty: client_key does
);

-- The scope of order numbers: a mchid, or the app code itself with mchid ''.
CREATE TABLE IF NOT EXISTS account (
    id       INTEGER PRIMARY KEY,
    merchant INTEGER NOT NULL,
    mchid    TEXT NOT NULL,
    state    INTEGER NOT NULL
);

-- id is the sequence part of the syssn. A reversal, close or release is no row; its id is ended_by.
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
    asks_left     INTEGER NOT NULL,
    notify_as     INTEGER NOT NULL DEFAULT 0, -- of a situation: how the notification goes wrong
    kind          INTEGER NOT NULL DEFAULT 0, -- enum trade_kind
    original      INTEGER NOT NULL DEFAULT 0, -- id of the trade that a refund or capture belongs to
    origssn       TEXT NOT NULL DEFAULT '',   -- its syssn
    chnlsn        TEXT NOT NULL DEFAULT '',   -- of a refund: the wallet's number of the payment
    refunded      INTEGER NOT NULL DEFAULT 0, -- sum of its successful refunds
    captured      INTEGER NOT NULL DEFAULT 0, -- sum of its captures
    refunding     INTEGER NOT NULL DEFAULT 0, -- id of the refund in progress
    ended_by      INTEGER NOT NULL DEFAULT 0, -- id of the reversal, close or release
    note          TEXT NOT NULL DEFAULT ''
);

-- Outcome rules of the control API.
CREATE TABLE IF NOT EXISTS rule (
    merchant INTEGER NOT NULL,
    id       INTEGER NOT NULL,          -- 1, 2, ... within the merchant
    used     INTEGER NOT NULL,          -- calls that it has met
    "match"  TEXT NOT NULL,             -- JSON, like the next
    respond  TEXT NOT NULL,
    "after"  TEXT NOT NULL,
    PRIMARY KEY (merchant, id)
) WITHOUT ROWID;

-- One message to a shop, repeated until it is accepted.
CREATE TABLE IF NOT EXISTS notification (
    id           INTEGER PRIMARY KEY,
    merchant     INTEGER NOT NULL,
    trade        INTEGER NOT NULL,
    family       INTEGER NOT NULL,      -- the payment that the trade belongs to, or the trade
    kind         INTEGER NOT NULL,      -- enum notify_kind
    notify_as    INTEGER NOT NULL,      -- how it goes wrong, see situation.h
    state        INTEGER NOT NULL,      -- enum notification_state
    created      INTEGER NOT NULL,
    ladder_at    INTEGER NOT NULL,      -- the next attempt of the ladder; 0: none
    due_at       INTEGER NOT NULL,      -- the next attempt at all; 0: none
    step         INTEGER NOT NULL,      -- attempts of the ladder so far
    attempts     INTEGER NOT NULL,      -- all attempts so far
    accepted     INTEGER NOT NULL,      -- how often the receiver answered SUCCESS
    is_silent    INTEGER NOT NULL,      -- the receiver ran into a time-out; nobody waits for it
    is_asked     INTEGER NOT NULL,      -- attempts that the control API asked for
    is_held      INTEGER NOT NULL,      -- lets the next notification pass, see queue.c
    syssn        TEXT NOT NULL,
    out_trade_no TEXT NOT NULL,
    receiver     TEXT NOT NULL,         -- scheme, host and port of the url
    url          TEXT NOT NULL,
    body         TEXT NOT NULL,
    sign         TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attempt (
    id           INTEGER PRIMARY KEY,
    merchant     INTEGER NOT NULL,
    notification INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    http_status  INTEGER NOT NULL,      -- 0: there was no answer
    took_ms      INTEGER NOT NULL,
    response     TEXT NOT NULL,
    error        TEXT NOT NULL,         -- why there was no answer
    diagnosis    TEXT NOT NULL
);

-- The payers' codes that a merchant has used: each works once (PAY-CPM-01).
CREATE TABLE IF NOT EXISTS auth_code (
    merchant INTEGER NOT NULL,
    code     TEXT NOT NULL,
    PRIMARY KEY (merchant, code)
) WITHOUT ROWID;
