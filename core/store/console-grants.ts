import type pg from 'pg'
import type { Logger } from '#machine/log.ts'
import { CONSOLE_ROLE } from '#machine/postgres-role.ts'

/** Tables that the console does not read itself: secrets of channels, what guards blocked, what is left of deleted people. */
const HIDDEN = ['channel_note', 'judged_text', 'event_tombstone', 'memory_forgotten', 'service_lease', 'setting']

/**
 * Lets the console's role read, and change the console's own tables alone. At every start, so that it keeps up with new
 * tables; where nothing is new it only looks. On a Postgres of the operator there may be no such role.
 */
export async function grantToConsole({ pool, log }: { pool: pg.Pool; log: Logger }): Promise<void> {
  await pool
    .query(GRANT)
    .catch((error: unknown) => log.warn({ error }, `${CONSOLE_ROLE} could not be granted its rights`))
}

const GRANT = `
do $$
declare item record;
begin
  if not exists (select from pg_roles where rolname = '${CONSOLE_ROLE}') then return; end if;
  for item in select oid, oid::regclass as name, relname like 'console\\_%' as is_own from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname <> all(array[${HIDDEN.map((name) => `'${name}'`).join(', ')}]) loop
    if not has_table_privilege('${CONSOLE_ROLE}', item.oid, 'select') then
      execute format('grant select on %s to ${CONSOLE_ROLE}', item.name);
    end if;
    if item.is_own and not has_table_privilege('${CONSOLE_ROLE}', item.oid, 'insert') then
      execute format('grant insert, update, delete on %s to ${CONSOLE_ROLE}', item.name);
    end if;
  end loop;
end $$`
