-- The one queue. A row is enqueued in the transaction of what it belongs to, claimed under a lease
-- of the database's clock, and every later write names `lease_token`, which grows with each claim.
-- `priority` 1 runs first. A pause is a mark on a job that waits, not a state.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
    queue TEXT NOT NULL CHECK (length(queue) BETWEEN 1 AND 100),
    priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 9),
    state TEXT NOT NULL CHECK (state IN ('scheduled', 'available', 'running', 'retryable',
        'completed', 'cancelled', 'discarded')),
    args TEXT NOT NULL CHECK (length(args) BETWEEN 2 AND 1048576),
    result TEXT,
    owner_id TEXT REFERENCES users (id),
    parent_id TEXT REFERENCES jobs (id),
    unique_key TEXT CHECK (length(unique_key) BETWEEN 1 AND 500),
    unique_scope TEXT NOT NULL DEFAULT 'open' CHECK (unique_scope IN ('open', 'forever')),
    trace_id TEXT NOT NULL DEFAULT '',
    run_at_us BIGINT NOT NULL,
    attempt BIGINT NOT NULL DEFAULT 0,
    max_attempts BIGINT NOT NULL CHECK (max_attempts BETWEEN 1 AND 100),
    rescue_count BIGINT NOT NULL DEFAULT 0 CHECK (rescue_count BETWEEN 0 AND 3),
    lease_token BIGINT NOT NULL DEFAULT 0 CHECK (lease_token >= 0),
    lease_until_us BIGINT,
    worker_id TEXT,
    cancel_requested_at_us BIGINT,
    paused_at_us BIGINT,
    progress_stage TEXT NOT NULL DEFAULT '',
    progress_done BIGINT NOT NULL DEFAULT 0 CHECK (progress_done >= 0),
    progress_total BIGINT NOT NULL DEFAULT 0 CHECK (progress_total >= 0),
    error_code TEXT,
    error_reason TEXT,
    error_message TEXT,
    created_at_us BIGINT NOT NULL,
    started_at_us BIGINT,
    finalized_at_us BIGINT,
    CHECK (attempt BETWEEN 0 AND max_attempts),
    CHECK ((finalized_at_us IS NOT NULL) = (state IN ('completed', 'cancelled', 'discarded'))),
    CHECK ((lease_until_us IS NOT NULL) = (state = 'running')),
    CHECK ((worker_id IS NOT NULL) = (state = 'running')),
    CHECK (state <> 'running' OR (attempt >= 1 AND lease_token >= 1)),
    CHECK (paused_at_us IS NULL OR state IN ('scheduled', 'available', 'retryable')),
    CHECK (cancel_requested_at_us IS NULL OR state IN ('running', 'cancelled')),
    CHECK (rescue_count < 3 OR state = 'discarded')
);
CREATE INDEX jobs_claim ON jobs (queue, priority, run_at_us, id)
    WHERE state = 'available' AND paused_at_us IS NULL;
CREATE INDEX jobs_due ON jobs (run_at_us) WHERE state IN ('scheduled', 'retryable');
CREATE INDEX jobs_lease ON jobs (lease_until_us) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_unique_open ON jobs (unique_key)
    WHERE unique_key IS NOT NULL AND finalized_at_us IS NULL;
CREATE UNIQUE INDEX jobs_unique_forever ON jobs (unique_key)
    WHERE unique_key IS NOT NULL AND unique_scope = 'forever';
CREATE INDEX jobs_owner ON jobs (owner_id, created_at_us) WHERE owner_id IS NOT NULL;
CREATE INDEX jobs_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX jobs_history ON jobs (created_at_us, id);

-- How each attempt ended; one row per lease, written when the lease ends.
CREATE TABLE job_attempts (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    lease_token BIGINT NOT NULL CHECK (lease_token >= 1),
    attempt BIGINT NOT NULL CHECK (attempt >= 1),
    worker_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('completed', 'retried', 'discarded', 'cancelled',
        'rescued', 'handed_back')),
    error_code TEXT,
    error_reason TEXT,
    error_message TEXT,
    started_at_us BIGINT NOT NULL,
    ended_at_us BIGINT NOT NULL,
    PRIMARY KEY (job_id, lease_token)
);

-- What a watcher of a job is told, numbered without gaps from 1.
CREATE TABLE job_events (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    sequence BIGINT NOT NULL CHECK (sequence >= 1),
    at_us BIGINT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (job_id, sequence)
);

-- A queue has a row only while it is paused.
CREATE TABLE paused_queues (
    queue TEXT NOT NULL PRIMARY KEY,
    paused_at_us BIGINT NOT NULL,
    paused_by TEXT
);

CREATE TABLE schedules (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    owner_id TEXT REFERENCES users (id),
    job_kind TEXT NOT NULL,
    queue TEXT NOT NULL,
    args TEXT NOT NULL DEFAULT '{}',
    rule TEXT NOT NULL,
    catch_up TEXT NOT NULL CHECK (catch_up IN ('none', 'latest', 'all')),
    overlap TEXT NOT NULL CHECK (overlap IN ('skip', 'queue')),
    enabled SMALLINT NOT NULL CHECK (enabled IN (0, 1)),
    next_due_us BIGINT,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
CREATE INDEX schedules_due ON schedules (next_due_us) WHERE enabled = 1;

-- A firing exists once, whoever fires it.
CREATE TABLE schedule_occurrences (
    schedule_id TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    occurrence_us BIGINT NOT NULL,
    job_id TEXT REFERENCES jobs (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('enqueued', 'skipped_overlap', 'skipped_late')),
    fired_at_us BIGINT NOT NULL,
    PRIMARY KEY (schedule_id, occurrence_us),
    CHECK ((job_id IS NOT NULL) = (outcome = 'enqueued'))
);
