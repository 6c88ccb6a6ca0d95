-- Who uses the installation. `usr_local` is the one user of a private installation; init makes it,
-- not a migration, so that a public installation never holds an account nobody signed up for.
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT,
    nickname TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('user', 'site_admin', 'super_admin')),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled', 'deleted')),
    is_local SMALLINT NOT NULL DEFAULT 0 CHECK (is_local IN (0, 1)),
    language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'zh')),
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CHECK (is_local = 1 OR email IS NOT NULL),
    CHECK (updated_at_us >= created_at_us)
);
CREATE UNIQUE INDEX users_email ON users (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_local ON users (is_local) WHERE is_local = 1;

-- Facts about this installation ("installation_id", "seed_version", ...): one short text each.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at_us BIGINT NOT NULL
);

CREATE TABLE idempotency_keys (
    owner_id TEXT NOT NULL REFERENCES users (id),
    route TEXT NOT NULL,
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    state TEXT NOT NULL CHECK (state IN ('in_flight', 'done')),
    status BIGINT CHECK (status BETWEEN 100 AND 599),
    headers TEXT,
    body TEXT,
    created_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    PRIMARY KEY (owner_id, route, idempotency_key),
    CHECK (expires_at_us > created_at_us),
    CHECK ((state = 'done') = (status IS NOT NULL)),
    CHECK ((state = 'done') = (body IS NOT NULL))
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at_us);

-- Every action of an administrator and every refused permission. Append only.
CREATE TABLE audit_log (
    id TEXT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    trace_id TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_time ON audit_log (at_us, id);
CREATE INDEX audit_log_object ON audit_log (object_kind, object_id, at_us);
