-- A run is the shared work; who asked for it and who may read its report are two other tables.
-- `sharing_key` is a digest of symbol id, as-of session, horizon, prompt version, model
-- configuration version and language (and of the owner when symbol or prompt is custom). Requests
-- attach to the current run of their key; a newer series revision makes a new current one.
CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY,
    sharing_key TEXT NOT NULL CHECK (length(sharing_key) = 64),
    is_current SMALLINT NOT NULL CHECK (is_current IN (0, 1)),
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    as_of BIGINT NOT NULL,
    horizon BIGINT NOT NULL CHECK (horizon BETWEEN 1 AND 250),
    language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
    prompt_version TEXT NOT NULL,
    model_configuration TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('live', 'replay')),
    job_id TEXT REFERENCES jobs (id),
    series_id TEXT REFERENCES series (id) ON DELETE SET NULL,
    series_revision BIGINT,
    facts_sha256 TEXT CHECK (length(facts_sha256) = 64),
    outcome TEXT CHECK (outcome IN ('ok', 'abstain', 'void_call', 'data_missing', 'stale_data',
        'llm_error', 'unparseable', 'discarded', 'cancelled')),
    outcome_reason TEXT,
    outcome_detail TEXT,
    created_at_us BIGINT NOT NULL,
    finished_at_us BIGINT,
    CHECK ((outcome IS NOT NULL) = (finished_at_us IS NOT NULL))
);
CREATE UNIQUE INDEX runs_sharing ON runs (sharing_key) WHERE is_current = 1;
CREATE UNIQUE INDEX runs_job ON runs (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX runs_symbol ON runs (symbol_id, as_of, created_at_us);

CREATE TABLE analysis_requests (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    run_id TEXT NOT NULL REFERENCES runs (id),
    hold_id TEXT,
    surface TEXT NOT NULL CHECK (surface IN ('api', 'web', 'cli', 'python', 'schedule')),
    created_at_us BIGINT NOT NULL,
    UNIQUE (owner_id, run_id)
);
CREATE INDEX analysis_requests_owner ON analysis_requests (owner_id, created_at_us, id);
CREATE INDEX analysis_requests_run ON analysis_requests (run_id);

-- The index row of one stored report, written after its file. `part_hashes` has a line "part
-- sha256" for each member of the file, so that a changed member can be named. `signature` is the
-- installation key's HMAC over the row, so that file and row cannot be replaced together unnoticed.
CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE REFERENCES runs (id),
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    symbol TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    horizon BIGINT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'abstain', 'void_call')),
    origin TEXT NOT NULL CHECK (origin IN ('live', 'replay')),
    sample SMALLINT NOT NULL CHECK (sample IN (0, 1)),
    analyst TEXT NOT NULL,
    prompt_version TEXT NOT NULL,
    lean TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL DEFAULT '' CHECK (direction IN ('', 'up', 'neutral', 'down')),
    headline TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    part_hashes TEXT NOT NULL CHECK (length(part_hashes) > 0),
    size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
    claims_supported BIGINT NOT NULL CHECK (claims_supported >= 0),
    claims_derived BIGINT NOT NULL CHECK (claims_derived >= 0),
    claims_unsupported BIGINT NOT NULL CHECK (claims_unsupported >= 0),
    claims_contradicted BIGINT NOT NULL CHECK (claims_contradicted >= 0),
    signature TEXT NOT NULL CHECK (length(signature) = 64),
    key_id TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    CHECK (outcome = 'ok' OR direction = '')
);
CREATE INDEX reports_sha256 ON reports (sha256);
CREATE INDEX reports_symbol ON reports (symbol_id, as_of, id);
CREATE INDEX reports_time ON reports (created_at_us, id);

CREATE TABLE report_grants (
    report_id TEXT NOT NULL REFERENCES reports (id),
    owner_id TEXT NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL CHECK (reason IN ('requested', 'daily', 'shared', 'admin')),
    granted_at_us BIGINT NOT NULL,
    PRIMARY KEY (report_id, owner_id)
);
CREATE INDEX report_grants_owner ON report_grants (owner_id, granted_at_us, report_id);

CREATE TABLE report_events (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports (id),
    owner_id TEXT REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('viewed', 'downloaded', 'revealed', 'shared')),
    format TEXT NOT NULL DEFAULT '',
    at_us BIGINT NOT NULL
);
CREATE INDEX report_events_report ON report_events (report_id, kind, at_us);

-- One prediction per report whose outcome is ok. Append only: a score is filled in once.
CREATE TABLE calls (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    as_of BIGINT NOT NULL,
    horizon BIGINT NOT NULL CHECK (horizon BETWEEN 1 AND 250),
    origin TEXT NOT NULL CHECK (origin IN ('live', 'replay')),
    analyst TEXT NOT NULL,
    prompt_version TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('up', 'neutral', 'down')),
    p_up DOUBLE PRECISION NOT NULL CHECK (p_up BETWEEN 0 AND 1),
    p_inside DOUBLE PRECISION NOT NULL CHECK (p_inside BETWEEN 0 AND 1),
    p_down DOUBLE PRECISION NOT NULL CHECK (p_down BETWEEN 0 AND 1),
    base_up DOUBLE PRECISION NOT NULL CHECK (base_up BETWEEN 0 AND 1),
    base_inside DOUBLE PRECISION NOT NULL CHECK (base_inside BETWEEN 0 AND 1),
    base_down DOUBLE PRECISION NOT NULL CHECK (base_down BETWEEN 0 AND 1),
    start_price DOUBLE PRECISION NOT NULL CHECK (start_price > 0),
    upper_price DOUBLE PRECISION NOT NULL CHECK (upper_price > start_price),
    lower_price DOUBLE PRECISION NOT NULL CHECK (lower_price < start_price),
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    previous_sha256 TEXT NOT NULL CHECK (length(previous_sha256) = 64),
    created_at_us BIGINT NOT NULL,
    event TEXT CHECK (event IN ('up', 'inside', 'down', 'unscorable')),
    end_date BIGINT,
    end_price DOUBLE PRECISION CHECK (end_price > 0),
    brier DOUBLE PRECISION CHECK (brier BETWEEN 0 AND 2),
    scored_at_us BIGINT,
    CHECK (abs(p_up + p_inside + p_down - 1) < 0.000001),
    CHECK (abs(base_up + base_inside + base_down - 1) < 0.000001),
    CHECK ((event IS NULL) = (scored_at_us IS NULL))
);
CREATE INDEX calls_due ON calls (as_of) WHERE event IS NULL;
