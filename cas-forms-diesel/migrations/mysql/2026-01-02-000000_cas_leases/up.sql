-- Who edits which row, and until when: microseconds since 1970 by the clock of the database.
CREATE TABLE IF NOT EXISTS cas_leases (
    resource VARBINARY(700) NOT NULL PRIMARY KEY,
    -- The SHA-256 of what proves the lease; null where nobody holds it.
    token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    holder TEXT CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
    page TEXT CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
    fence BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
) ENGINE = InnoDB;
