/**
 * SQL: the name of a person as the bot's account knows them, else their newest one.
 *
 * @param person a column or a place of the statement
 * @param account the bot's: `telegram:123`
 */
export const nameOf = (person: string, account: string) => `(
    select i.display_name from identity i where i.person_id = ${person}
    order by starts_with(i.id, ${account} || ':') desc, i.created_at desc limit 1)`
