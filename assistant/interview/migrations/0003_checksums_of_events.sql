-- CRC-32 of what the row holds; none in rows of earlier versions. Only so can a flipped bit in an answer be noticed.
ALTER TABLE events ADD COLUMN checksum INTEGER;

-- The number of the newest event; none until one is added by this version. Only so can a missing end be noticed.
ALTER TABLE sessions ADD COLUMN newest INTEGER;
