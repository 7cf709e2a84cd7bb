/** The role that the service works under: it owns the tables, and row-level security holds for it. */
export const SERVICE_ROLE = 'chasqui_service'

/** The role that the admin console reads under; the service grants it what it may. Row-level security holds for it, too. */
export const CONSOLE_ROLE = 'chasqui_console'

const MAKE_ROLES = `
do $$
declare wanted text;
begin
  foreach wanted in array array['${SERVICE_ROLE}', '${CONSOLE_ROLE}'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
    end if;
  end loop;
end $$`

/** Run on the database \`postgres\`, where ours does not exist yet. */
export const MAKE_DATABASE = (database: string): readonly string[] => [
  MAKE_ROLES,
  `create database ${database} owner ${SERVICE_ROLE}`,
]

/**
 * Makes the roles, and gives the service's a database that an earlier release made as the superuser. One statement for all of it,
 * so that a crash leaves nothing half done; where it is done already, it only looks. Sequences of columns follow their
 * table. REASSIGN OWNED would refuse: what the first superuser owns includes the catalogue.
 */
export const GIVE_TO_SERVICE = `${MAKE_ROLES};
do $$
declare item record;
begin
  if (select datdba from pg_database where datname = current_database()) = '${SERVICE_ROLE}'::regrole::oid then return; end if;
  for item in select oid::regnamespace as name from pg_namespace
    where nspname not in ('public', 'information_schema') and nspname not like 'pg\\_%' loop
    execute format('alter schema %s owner to ${SERVICE_ROLE}', item.name);
  end loop;
  for item in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where nspname <> 'information_schema' and nspname not like 'pg\\_%' and relkind in ('r', 'p', 'v', 'm', 'S')
      and (relkind <> 'S' or not exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))) loop
    execute format('alter table %s owner to ${SERVICE_ROLE}', item.name);
  end loop;
  execute format('alter database %I owner to ${SERVICE_ROLE}', current_database());
end $$`
