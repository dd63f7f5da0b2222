DROP TABLE cas_leases;
