-- What companies filed, one row per number and filing, never changed by a later filing: what was
-- public on a day is the rows filed by then. A period is its first and last day; an instant (a
-- balance) has no days and is stored as starting on the day after it ends.
CREATE TABLE filed_facts (
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    tag TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 200),
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
    period_start BIGINT NOT NULL,
    period_end BIGINT NOT NULL,
    accession TEXT NOT NULL CHECK (length(accession) BETWEEN 1 AND 60),
    form TEXT NOT NULL CHECK (length(form) BETWEEN 1 AND 40),
    filed_on BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    imported_at_us BIGINT NOT NULL,
    PRIMARY KEY (symbol_id, tag, unit, period_start, period_end, accession),
    CHECK (period_start <= period_end + 1),
    CHECK (filed_on >= period_end)
);
CREATE INDEX filed_facts_public ON filed_facts (symbol_id, filed_on);
