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

-- A row that is deleted would begin again with the fencing tokens of former holders.
CREATE TRIGGER IF NOT EXISTS cas_leases_stay BEFORE DELETE ON cas_leases FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows of cas_leases are never deleted';

-- What is said of a lease: `1 7 90000000 4 pageholder`. Whoever's token is there has it.
CREATE FUNCTION IF NOT EXISTS cas_lease_say(
    of_resource VARBINARY(700),
    of_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin
)
RETURNS TEXT CHARACTER SET utf8mb4
READS SQL DATA
SQL SECURITY DEFINER
BEGIN
    DECLARE said TEXT CHARACTER SET utf8mb4;
    SELECT CONCAT(
        IF(token <=> of_token, 1, 0), ' ', fence, ' ',
        expires_us - CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED), ' ',
        CHAR_LENGTH(page), ' ', page, holder
    ) INTO said FROM cas_leases WHERE resource = of_resource LOCK IN SHARE MODE;
    RETURN said;
END;

-- The decision is taken once, in the first assignment: they are run from left to right, and the clock
-- moves.
CREATE FUNCTION IF NOT EXISTS cas_lease_acquire(
    of_resource VARBINARY(700),
    of_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    of_holder TEXT CHARACTER SET utf8mb4,
    of_page TEXT CHARACTER SET utf8mb4,
    of_floor BIGINT,
    of_ttl BIGINT
)
RETURNS TEXT CHARACTER SET utf8mb4
MODIFIES SQL DATA
SQL SECURITY DEFINER
BEGIN
    INSERT INTO cas_leases (resource, token, holder, page, fence, expires_us)
    VALUES (
        of_resource, of_token, of_holder, of_page, of_floor,
        CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl
    )
    ON DUPLICATE KEY UPDATE
        fence = CASE
            (@cas_lease_is_had := IF(
                token <=> of_token, 2,
                expires_us <= CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
            ))
            WHEN 1 THEN GREATEST(fence + 1, of_floor)
            ELSE fence
        END,
        token = IF(@cas_lease_is_had, of_token, token),
        holder = IF(@cas_lease_is_had, of_holder, holder),
        page = IF(@cas_lease_is_had, of_page, page),
        expires_us = IF(
            @cas_lease_is_had,
            CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl,
            expires_us
        );
    RETURN cas_lease_say(of_resource, of_token);
END;

CREATE FUNCTION IF NOT EXISTS cas_lease_take_over(
    of_resource VARBINARY(700),
    of_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    of_holder TEXT CHARACTER SET utf8mb4,
    of_page TEXT CHARACTER SET utf8mb4,
    of_seen BIGINT,
    of_ttl BIGINT
)
RETURNS TEXT CHARACTER SET utf8mb4
MODIFIES SQL DATA
SQL SECURITY DEFINER
BEGIN
    UPDATE cas_leases SET
        token = of_token, holder = of_holder, page = of_page, fence = fence + 1,
        expires_us = CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl
    WHERE resource = of_resource AND fence = of_seen;
    RETURN cas_lease_say(of_resource, of_token);
END;

CREATE FUNCTION IF NOT EXISTS cas_lease_renew(
    of_resource VARBINARY(700),
    of_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    of_ttl BIGINT
)
RETURNS TEXT CHARACTER SET utf8mb4
MODIFIES SQL DATA
SQL SECURITY DEFINER
BEGIN
    UPDATE cas_leases SET
        expires_us = CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl
    WHERE resource = of_resource AND token = of_token;
    RETURN cas_lease_say(of_resource, of_token);
END;

CREATE FUNCTION IF NOT EXISTS cas_lease_release(
    of_resource VARBINARY(700),
    of_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin
)
RETURNS TEXT CHARACTER SET utf8mb4
MODIFIES SQL DATA
SQL SECURITY DEFINER
BEGIN
    UPDATE cas_leases SET token = NULL, holder = '', page = '', expires_us = 0
    WHERE resource = of_resource AND token = of_token;
    IF ROW_COUNT() > 0 THEN
        RETURN '1 0 0 0 ';
    END IF;
    RETURN cas_lease_say(of_resource, of_token);
END;
