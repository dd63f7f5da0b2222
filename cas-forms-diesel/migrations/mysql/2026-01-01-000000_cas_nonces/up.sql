-- Which pages for something new were sent, and what they made.
CREATE TABLE IF NOT EXISTS cas_nonces (
    nonce CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    form TEXT CHARACTER SET utf8mb4 NOT NULL,
    digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    new_key LONGTEXT CHARACTER SET utf8mb4,
    made_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    INDEX cas_nonces_made_at (made_at)
) ENGINE = InnoDB;
