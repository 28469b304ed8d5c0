-- CRC-32 of what the row holds; none in rows of earlier versions. Only so can a flipped bit in an answer be noticed.
ALTER TABLE events ADD COLUMN checksum INTEGER;
