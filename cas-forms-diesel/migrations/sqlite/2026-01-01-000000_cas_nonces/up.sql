-- Which pages for something new were sent, and what they made.
CREATE TABLE IF NOT EXISTS cas_nonces (
    nonce TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    digest TEXT NOT NULL,
    new_key TEXT,
    made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS cas_nonces_made_at ON cas_nonces (made_at);
