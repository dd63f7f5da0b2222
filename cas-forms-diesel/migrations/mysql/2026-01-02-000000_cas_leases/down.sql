DROP FUNCTION cas_lease_acquire;
DROP FUNCTION cas_lease_take_over;
DROP FUNCTION cas_lease_renew;
DROP FUNCTION cas_lease_release;
DROP FUNCTION cas_lease_refuse;
DROP TABLE cas_leases;
