-- Dates are days since 1970-01-01 on the exchange's calendar; they are never instants.

-- `id` is the canonical symbol ("AAPL", "0700.HK") of a shipped instrument and "sym_..." of a
-- custom one, which belongs to its owner and is never shared.
CREATE TABLE instruments (
    id TEXT NOT NULL PRIMARY KEY,
    symbol TEXT NOT NULL CHECK (length(symbol) BETWEEN 1 AND 32),
    owner_id TEXT REFERENCES users (id),
    market TEXT NOT NULL CHECK (market IN ('US', 'HK', 'CN', 'OTHER')),
    exchange TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('stock', 'index', 'etf', 'fund', 'other')),
    board TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    name_en TEXT NOT NULL DEFAULT '',
    name_zh TEXT NOT NULL DEFAULT '',
    industry TEXT NOT NULL DEFAULT '',
    lot_size BIGINT CHECK (lot_size > 0),
    listed_on BIGINT,
    delisted_on BIGINT,
    source TEXT NOT NULL DEFAULT '',
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CHECK ((owner_id IS NULL) = (id = symbol)),
    CHECK (delisted_on IS NULL OR listed_on IS NULL OR delisted_on >= listed_on)
);
CREATE UNIQUE INDEX instruments_shipped ON instruments (symbol) WHERE owner_id IS NULL;
CREATE UNIQUE INDEX instruments_custom ON instruments (owner_id, symbol) WHERE owner_id IS NOT NULL;

-- What people may type to find an instrument: names, short names, codes, former names, pinyin and
-- its initials. `normalised` is what search compares; equal names of two companies are two rows.
CREATE TABLE instrument_names (
    symbol_id TEXT NOT NULL REFERENCES instruments (id) ON DELETE CASCADE,
    kind TEXT NOT NULL
        CHECK (kind IN ('code', 'name', 'short', 'former', 'initials', 'pinyin', 'alias')),
    language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'en', 'zh')),
    name TEXT NOT NULL,
    normalised TEXT NOT NULL CHECK (length(normalised) BETWEEN 1 AND 200),
    source TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (symbol_id, kind, normalised)
);
CREATE INDEX instrument_names_search ON instrument_names (normalised, symbol_id);

-- A shipped or edited pool of instruments ("S&P 500").
CREATE TABLE instrument_lists (
    id TEXT NOT NULL PRIMARY KEY,
    title_en TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    market TEXT NOT NULL,
    as_of BIGINT,
    provenance TEXT NOT NULL DEFAULT '',
    updated_at_us BIGINT NOT NULL
);
CREATE TABLE instrument_list_members (
    list_id TEXT NOT NULL REFERENCES instrument_lists (id) ON DELETE CASCADE,
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    position BIGINT NOT NULL CHECK (position >= 0),
    PRIMARY KEY (list_id, symbol_id)
);
CREATE INDEX instrument_list_members_symbol ON instrument_list_members (symbol_id);

-- One source and one price basis of one instrument. `revision` grows with every change of its bars
-- or actions. `base_date`: the last day a series known only in adjusted form was adjusted to.
CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    source TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('raw', 'split_adjusted', 'adjusted')),
    base_date BIGINT,
    currency TEXT NOT NULL CHECK (length(currency) IN (0, 3)),
    sample SMALLINT NOT NULL CHECK (sample IN (0, 1)),
    doubtful SMALLINT NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
    shown SMALLINT NOT NULL CHECK (shown IN (0, 1)),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    bars BIGINT NOT NULL DEFAULT 0 CHECK (bars >= 0),
    first_date BIGINT,
    last_date BIGINT,
    provenance TEXT NOT NULL DEFAULT '',
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    UNIQUE (symbol_id, source, basis),
    CHECK ((bars = 0) = (first_date IS NULL)),
    CHECK ((first_date IS NULL) = (last_date IS NULL)),
    CHECK (first_date IS NULL OR first_date <= last_date),
    CHECK (basis <> 'raw' OR base_date IS NULL)
);
CREATE UNIQUE INDEX series_shown ON series (symbol_id) WHERE shown = 1;

-- The bars of one series in one calendar year as one compressed block of columns.
CREATE TABLE bar_blocks (
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    year BIGINT NOT NULL CHECK (year BETWEEN 1800 AND 9999),
    bars BIGINT NOT NULL CHECK (bars BETWEEN 1 AND 366),
    first_date BIGINT NOT NULL,
    last_date BIGINT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 0),
    payload {{BLOB}} NOT NULL CHECK (length(payload) > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (series_id, year),
    CHECK (last_date - first_date BETWEEN bars - 1 AND 366)
);

-- price x a + b turns a price before ex_date into one comparable with prices from ex_date on.
-- `amount` is the cash dividend or the new shares per old one as the source gave it.
CREATE TABLE corporate_actions (
    symbol_id TEXT NOT NULL REFERENCES instruments (id),
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    ex_date BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('split', 'dividend', 'bonus', 'rights', 'affine')),
    a DOUBLE PRECISION NOT NULL CHECK (a > 0),
    b DOUBLE PRECISION NOT NULL,
    amount DOUBLE PRECISION,
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    announced_on BIGINT,
    source TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (series_id, ex_date, kind)
);
CREATE INDEX corporate_actions_symbol ON corporate_actions (symbol_id, ex_date);

-- One row per import that changed something, or tried to; the rows it refused are in `rejects`.
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    series_id TEXT REFERENCES series (id) ON DELETE SET NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    asked TEXT NOT NULL DEFAULT '',
    mapping TEXT NOT NULL DEFAULT '{}',
    rows_read BIGINT NOT NULL CHECK (rows_read >= 0),
    rows_accepted BIGINT NOT NULL CHECK (rows_accepted >= 0),
    rows_changed BIGINT NOT NULL CHECK (rows_changed BETWEEN 0 AND rows_accepted),
    rejects TEXT NOT NULL DEFAULT '[]',
    created_at_us BIGINT NOT NULL,
    CHECK (rows_accepted <= rows_read)
);
CREATE INDEX imports_owner ON imports (owner_id, created_at_us);
