-- The bodies that the blob store holds, by the digest of the uncompressed bytes. Whoever writes or
-- removes such a blob holds its row.
CREATE TABLE vault_blobs (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0)
);

-- Every answer of an outside source as it came; equal bodies share one blob. `request` holds no
-- secret; symbol, kind and basis are what reading the body needs, empty for lists.
CREATE TABLE vault_answers (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    request_key TEXT NOT NULL CHECK (length(request_key) = 64),
    request TEXT NOT NULL,
    symbol TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT '',
    status BIGINT NOT NULL CHECK (status BETWEEN 100 AND 599),
    content_type TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL REFERENCES vault_blobs (sha256),
    fetched_at_us BIGINT NOT NULL
);
CREATE INDEX vault_answers_request ON vault_answers (request_key, fetched_at_us);
CREATE INDEX vault_answers_symbol ON vault_answers (symbol, fetched_at_us);
CREATE INDEX vault_answers_age ON vault_answers (fetched_at_us);
CREATE INDEX vault_answers_blob ON vault_answers (sha256);

-- Calls that went out under one key of one provider on one day (UTC): the budget that a restart
-- must not reset.
CREATE TABLE provider_calls (
    provider TEXT NOT NULL,
    key_name TEXT NOT NULL,
    day BIGINT NOT NULL,
    calls BIGINT NOT NULL CHECK (calls >= 0),
    PRIMARY KEY (provider, key_name, day)
);

-- What all processes know of one provider: breaker, pacing, last results. Times are the
-- database's. A provider without a row has never been called.
CREATE TABLE provider_health (
    provider TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL DEFAULT 0 CHECK (failures >= 0),
    open_until_us BIGINT,
    probe_until_us BIGINT,
    next_call_us BIGINT NOT NULL DEFAULT 0,
    last_reason TEXT NOT NULL DEFAULT '',
    last_success_at_us BIGINT,
    last_failure_at_us BIGINT,
    last_latency_ms BIGINT
);

-- Which providers a person switched on, and who accepted the notice of an unofficial one. Keys are
-- files, never rows.
CREATE TABLE provider_connections (
    provider TEXT NOT NULL PRIMARY KEY,
    enabled SMALLINT NOT NULL CHECK (enabled IN (0, 1)),
    notice_accepted_at_us BIGINT,
    accepted_by TEXT NOT NULL DEFAULT '',
    updated_at_us BIGINT NOT NULL
);

-- Which kept answer made which change of a series, in order: what a day is replayed from and what a
-- figure is traced to. A replay begins at the newest row that is no 'merged' one.
CREATE TABLE series_answers (
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL CHECK (revision > 0),
    answer_id TEXT NOT NULL REFERENCES vault_answers (id) ON DELETE CASCADE,
    placement TEXT NOT NULL CHECK (placement IN ('merged', 'seeded', 'replaced')),
    placed_at_us BIGINT NOT NULL,
    PRIMARY KEY (series_id, revision)
);
CREATE INDEX series_answers_answer ON series_answers (answer_id);
