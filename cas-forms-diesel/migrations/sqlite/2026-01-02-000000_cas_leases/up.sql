-- Who edits which row, and until when: microseconds since 1970 by the clock of the database.
CREATE TABLE IF NOT EXISTS cas_leases (
    resource TEXT NOT NULL PRIMARY KEY,
    -- The SHA-256 of what proves the lease; null where nobody holds it.
    token TEXT,
    holder TEXT NOT NULL DEFAULT '',
    page TEXT NOT NULL DEFAULT '',
    fence INTEGER NOT NULL,
    expires_us INTEGER NOT NULL
);

-- A row that is deleted would begin again with the fencing tokens of former holders.
CREATE TRIGGER IF NOT EXISTS cas_leases_stay BEFORE DELETE ON cas_leases BEGIN
    SELECT RAISE(ABORT, 'rows of cas_leases are never deleted');
END;
