#!/bin/sh
# The roles that the service and its console work under: row-level security, which keeps people's memories apart, does not hold for the
# superuser. Postgres's image runs this once, for a new database. It may be repeated, and gives the role also what the
# service has made as the superuser.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$CHASQUI_DATABASE_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --single-transaction --output /dev/null --file - <<'SQL'
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', wanted)
  FROM unnest(ARRAY['chasqui_service', 'chasqui_console']) wanted
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec
ALTER ROLE chasqui_service PASSWORD :'password';
-- What it may read the service grants it at every start.
ALTER ROLE chasqui_console PASSWORD :'password';
-- The superuser works on the socket inside the container alone.
SELECT format('ALTER ROLE %I PASSWORD NULL', current_user) \gexec
SELECT format('ALTER DATABASE %I OWNER TO chasqui_service', current_database()) \gexec
SELECT format('ALTER SCHEMA %s OWNER TO chasqui_service', oid::regnamespace) FROM pg_namespace
  WHERE nspname IN ('public', 'drizzle') \gexec
SELECT format('ALTER TABLE %I.%I OWNER TO chasqui_service', schemaname, tablename) FROM pg_tables
  WHERE schemaname IN ('public', 'drizzle') \gexec
SQL
