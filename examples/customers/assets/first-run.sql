CREATE TABLE customers (
    id         INTEGER PRIMARY KEY,
    number     TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    employees  INTEGER,
    notes      TEXT,
    email      TEXT    NOT NULL,
    phone      TEXT,
    call_at    TIME,
    visit      TIMESTAMP,
    newsletter BOOLEAN NOT NULL DEFAULT 0,
    plan       TEXT    NOT NULL,
    country    TEXT,
    since      DATE    NOT NULL,
    credit     INTEGER NOT NULL DEFAULT 0,
    discount   DOUBLE  NOT NULL DEFAULT 0,
    orders     INTEGER NOT NULL DEFAULT 0
);

INSERT INTO customers VALUES
    (1, 'C-1001', 'Amélie Laurent', 1, 'Prefers to be called.
Speaks French and German.', 'amelie@laurent.example', '+33 1 70189900', '09:30:00', '2027-03-02 14:00:00', 1, 'team', 'France', '2019-04-12', 1500, 2.5, 31),
    (2, 'C-1002', 'Bergström & Söner', 48, 'Invoices in two copies.', 'faktura@bergstrom.example', '+46 8 50582000', NULL, NULL, 0, 'enterprise', 'Sweden', '2011-09-01', 8000, 12.5, 204),
    (3, 'C-1003', 'Chidi Okonkwo', NULL, NULL, 'chidi@okonkwo.example', NULL, '16:00:00', NULL, 1, 'free', 'Nigeria', '2024-11-30', 0, 0.0, 2),
    (4, 'C-1004', 'Siobhan O''Connor', 3, 'Her shop is closed on Mondays.', 'siobhan@oconnor.example', '+353 1 6774000', '11:15:00', '2027-01-19 10:30:00', 0, 'team', 'Ireland', '2021-02-08', 600, 5.0, 17),
    -- Written before names had to start with a capital letter: untouched, it never gets in the way.
    (5, 'C-1005', 'van Dijk Logistiek', 120, NULL, 'inkoop@vandijk.example', '+31 20 7970900', NULL, NULL, 1, 'enterprise', 'Netherlands', '2008-06-23', 10000, 15.0, 655),
    (6, 'C-1006', 'Wiener Buchbinderei', 9, 'Ask for Frau Novak.', 'office@buchbinderei.example', '+43 1 5121010', '08:00:00', NULL, 0, 'team', NULL, '2016-01-15', 2000, 0.0, 78);
