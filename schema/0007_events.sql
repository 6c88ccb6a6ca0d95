-- What happened to listings, one row per kind and day it took effect. An event without a day of
-- announcement is known from the day it takes effect. `from_value` and `to_value`: canonical
-- symbols of a code change, currencies of the quotation, names.
CREATE TABLE instrument_events (
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspended', 'resumed', 'delisting_announced', 'delisted',
        'code_change', 'name_change', 'currency_change', 'st_on', 'st_off', 'listed')),
    effective_on BIGINT NOT NULL,
    announced_on BIGINT,
    from_value TEXT NOT NULL DEFAULT '',
    to_value TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    imported_at_us BIGINT NOT NULL,
    PRIMARY KEY (symbol_id, kind, effective_on),
    CHECK (kind NOT IN ('code_change', 'currency_change')
        OR (length(from_value) > 0 AND length(to_value) > 0 AND from_value <> to_value)),
    CHECK (kind <> 'name_change' OR length(to_value) > 0)
);
CREATE INDEX instrument_events_codes ON instrument_events (from_value, kind);
