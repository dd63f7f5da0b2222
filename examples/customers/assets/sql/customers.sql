INSERT INTO customers (
    number, name, employees, notes, email, phone, call_at, visit, newsletter, plan, country, since, credit, discount, orders,
    street, postcode, city, opens, closes, instructions
) VALUES
    ('C-1001', 'Amélie Laurent', 1, 'Prefers to be called.
Speaks French and German.', 'amelie@laurent.example', '+33 1 70189900', '09:30:00', '2027-03-02 14:00:00', TRUE, 'team', 'France', '2019-04-12', 1500, 2.5, 31,
     '12 rue des Lilas', '75011', 'Paris', '09:00:00', '17:00:00', 'Second courtyard, ring twice.'),
    ('C-1002', 'Bergström & Söner', 48, 'Invoices in two copies.', 'faktura@bergstrom.example', '+46 8 50582000', NULL, NULL, FALSE, 'enterprise', 'Sweden', '2011-09-01', 8000, 12.5, 204,
     'Hamngatan 37', '111 53', 'Stockholm', '07:30:00', '16:00:00', 'Gate 4.'),
    ('C-1003', 'Chidi Okonkwo', NULL, NULL, 'chidi@okonkwo.example', NULL, '16:00:00', NULL, TRUE, 'free', 'Nigeria', '2024-11-30', 0, 0.0, 2,
     NULL, NULL, NULL, NULL, NULL, NULL),
    ('C-1004', 'Siobhan O''Connor', 3, 'Her shop is closed on Mondays.', 'siobhan@oconnor.example', '+353 1 6774000', '11:15:00', '2027-01-19 10:30:00', FALSE, 'team', 'Ireland', '2021-02-08', 600, 5.0, 17,
     '8 Fade Street', 'D02 YN73', 'Dublin', '10:00:00', '18:30:00', 'Not on Mondays.'),
    -- Written before names had to start with a capital letter: untouched, it never gets in the way.
    ('C-1005', 'van Dijk Logistiek', 120, NULL, 'inkoop@vandijk.example', '+31 20 7970900', NULL, NULL, TRUE, 'enterprise', 'Netherlands', '2008-06-23', 10000, 15.0, 655,
     'Havenweg 210', '3089 JK', 'Rotterdam', '06:00:00', '22:00:00', 'Report at the barrier.'),
    ('C-1006', 'Wiener Buchbinderei', 9, 'Ask for Frau Novak.', 'office@buchbinderei.example', '+43 1 5121010', '08:00:00', NULL, FALSE, 'team', NULL, '2016-01-15', 2000, 0.0, 78,
     'Neubaugasse 25', '1070', 'Wien', '08:00:00', '14:00:00', NULL);
