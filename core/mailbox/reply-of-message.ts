/** Messages of older replies are not searched. */
const TURNS_MAX = 200
const THREADS_MAX = 50

/**
 * SQL: the newest reply in a conversation that this message of a platform is part of, as `turn_id`; no row when the
 * message is not ours. It may stand in a thread, since Telegram does not say in which topic a reaction was given; threads
 * are found by the order of their ids.
 */
export const replyOfMessage = (conversation: string, messageId: string) => `
  select reply.turn_id from (
    select ${conversation}::text as id where ${messageId}::text is not null
    union all
    (select id from conversation where ${messageId}::text is not null and id > ${conversation} || '/'
      and id < ${conversation} || '0' and starts_with(id, ${conversation} || '/') limit ${THREADS_MAX})) place
  cross join lateral (
    select id from turn where conversation_id = place.id order by number desc limit ${TURNS_MAX}) recent
  join outbox reply on reply.turn_id = recent.id and reply.conversation_id = place.id
  where exists (
    select from jsonb_array_elements(reply.sends) send where send #>> '{receipt,messageId}' = ${messageId})
  limit 1`
