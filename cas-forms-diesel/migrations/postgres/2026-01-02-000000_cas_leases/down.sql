DROP TABLE cas_leases;
DROP FUNCTION cas_leases_stay();
