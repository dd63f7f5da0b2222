DROP TABLE cas_nonces;
