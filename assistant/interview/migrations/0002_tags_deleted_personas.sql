-- When the session was put away; it can be restored until it is deleted for ever.
ALTER TABLE sessions ADD COLUMN deleted TEXT;

CREATE TABLE tags (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    folded  TEXT NOT NULL,
    tag     TEXT NOT NULL,
    UNIQUE (session, folded)
) STRICT;

-- Personas for other maps: `data` is the persona of a map, as JSON; `source` is the session or file that it is from.
CREATE TABLE personas (
    folded   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    language TEXT NOT NULL,
    saved    TEXT NOT NULL,
    source   TEXT NOT NULL,
    data     TEXT NOT NULL
) STRICT;
