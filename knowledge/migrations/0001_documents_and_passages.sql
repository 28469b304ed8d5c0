-- A person's own documents: what was read of them, so that a file may be moved or deleted afterwards.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    digest TEXT NOT NULL,
    added TEXT NOT NULL
);

-- A passage never changes: a document that was changed gets new ones. AUTOINCREMENT: an id is never used again.
-- digests: the names of its vectors, those of the passage and of windows of it, between spaces.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    digests TEXT NOT NULL
);

CREATE INDEX passages_of_a_document ON passages (document, position);

-- One row: what this library is called, and how often it was changed.
CREATE TABLE library (name TEXT NOT NULL, revision INTEGER NOT NULL);
INSERT INTO library VALUES (lower(hex(randomblob(6))), 0);
