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

-- The functions do what INSERT .. RETURNING and UPDATE .. RETURNING do elsewhere. They answer with
-- `1 7 90000000 4 pageholder`: whether it was done, the fencing token, the microseconds that are left,
-- the length of the page's name, that name, the holder's; or with nothing, where nobody was refused and
-- nothing was done. What a statement finds under its lock it keeps in variables of the session, from
-- left to right.

-- Who is in the way.
CREATE FUNCTION IF NOT EXISTS cas_lease_refuse(of_resource VARBINARY(700))
RETURNS TEXT CHARACTER SET utf8mb4
READS SQL DATA
SQL SECURITY DEFINER
BEGIN
    DECLARE answer TEXT CHARACTER SET utf8mb4;
    SELECT CONCAT(
        '0 ', fence, ' ', expires_us - CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED), ' ',
        CHAR_LENGTH(page), ' ', page, holder
    ) INTO answer FROM cas_leases WHERE resource = of_resource LOCK IN SHARE MODE;
    RETURN answer;
END;

-- Whether it may be had is decided once, by one look at the clock after the row is locked.
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
    SET @cas_lease_may = 1, @cas_lease_fence = of_floor;
    INSERT INTO cas_leases (resource, token, holder, page, fence, expires_us)
    VALUES (
        of_resource, of_token, of_holder, of_page, of_floor,
        CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl
    )
    ON DUPLICATE KEY UPDATE
        fence = (@cas_lease_fence := CASE
            WHEN NOT (@cas_lease_may := expires_us <= (
                @cas_lease_now := CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
            ) OR token <=> of_token) THEN fence
            WHEN token <=> of_token THEN fence
            ELSE GREATEST(fence + 1, of_floor)
        END),
        token = IF(@cas_lease_may, of_token, token),
        holder = IF(@cas_lease_may, of_holder, holder),
        page = IF(@cas_lease_may, of_page, page),
        expires_us = IF(@cas_lease_may, @cas_lease_now + of_ttl, expires_us);
    IF @cas_lease_may THEN
        RETURN CONCAT(
            '1 ', @cas_lease_fence, ' ', of_ttl, ' ', CHAR_LENGTH(of_page), ' ', of_page, of_holder
        );
    END IF;
    RETURN cas_lease_refuse(of_resource);
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
    IF ROW_COUNT() > 0 THEN
        RETURN CONCAT(
            '1 ', of_seen + 1, ' ', of_ttl, ' ', CHAR_LENGTH(of_page), ' ', of_page, of_holder
        );
    END IF;
    RETURN cas_lease_refuse(of_resource);
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
    SET @cas_lease_fence = NULL;
    UPDATE cas_leases SET
        fence = (@cas_lease_fence := fence),
        page = (@cas_lease_page := page),
        holder = (@cas_lease_holder := holder),
        expires_us = CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) + of_ttl
    WHERE resource = of_resource AND token = of_token;
    IF @cas_lease_fence IS NULL THEN
        RETURN cas_lease_refuse(of_resource);
    END IF;
    RETURN CONCAT(
        '1 ', @cas_lease_fence, ' ', of_ttl, ' ', CHAR_LENGTH(@cas_lease_page), ' ',
        @cas_lease_page, @cas_lease_holder
    );
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
    RETURN cas_lease_refuse(of_resource);
END;
