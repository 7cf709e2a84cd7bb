import { SELF_TERM } from '../terms.ts'
import { ofPerson, type PersonStatement } from '../person-rows.ts'

// In all of them `$2` is the scope, or null in a private chat.

/** What is known of fields with one value, also what no longer holds: passages that state it are left out. */
export const PROFILE = ofPerson(
  'recall-profile',
  `select number, field, value, text, origin, said_at, superseded_by from memory_item
   where person_id = $1 and kind = 'profile' and ($2::text is null or scope = $2) order by number`,
)

/** Okapi BM25, with its usual values. */
const K1 = 1.2
const B = 0.75
/**
 * How often a word counts, by its label: stated, asked, said of oneself (which no search by words looks for), around the
 * passage. That what is asked counts 0.3 rather than 1 raised recall@10 from 51.2 to 52.9 % on the own set of `npm run
 * eval -- memory` (mean of seeds 1 to 3), and from 69.7 to 70.6 on LoCoMo.
 */
const TIMES = { A: 1, B: 0.3, C: 0, D: 0.3 }
const TIMES_OF_LABEL = `case label ${Object.entries(TIMES)
  .map(([label, times]) => `when '${label}' then ${times}`)
  .join(' ')} end`
/** The same for `ts_rank`. */
const RANK_WEIGHTS = `'{${TIMES.D}, ${TIMES.C}, ${TIMES.B}, ${TIMES.A}}'`
/**
 * A beginning that is the same says less than a word that is. On the same sets beginnings raised recall@10 from 52.1 to
 * 52.9 %, and from 70.4 to 70.6.
 */
const BEGINNING = 0.3
/**
 * Of the rows that have any of the words, those with most of them are ranked, the newest first among equals, so that
 * the work for a person with many rows is bounded: `ts_rank` takes a tenth of the time of counting words.
 */
const RANKED_MAX = 300
const FOUND_MAX = 40

/** `$3` is the question as a `tsquery`, `$4` its terms. How rare a word is, only the person's own rows say. */
const ranking = (name: string, { ref, rows, length, where }: Source): PersonStatement =>
  ofPerson(
    name,
    `with own as materialized (
       select ${ref} as ref, ${length} as length, case when terms @@ $3::tsquery then terms end as terms, said_at
       from ${rows} m where person_id = $1 and ($2::text is null or scope = $2) and ${where}
     ), size as (
       select count(*)::float8 as rows, greatest(avg(length), 1)::float8 as average from own
     ), hit as materialized (
       select ref, length, terms from own where terms is not null
       order by ts_rank(${RANK_WEIGHTS}, terms, $3::tsquery, 0) desc, said_at desc limit ${RANKED_MAX}
     ), word as materialized (
       select ref, length, lexeme, (
         select sum(${TIMES_OF_LABEL})::float8 from unnest(weights) label
       ) as times
       from hit, unnest(terms) where lexeme = any($4::text[])
     ), weight as (
       select lexeme, ln(1 + (rows - count(*) + 0.5) / (count(*) + 0.5))
         * case when lexeme like '%*' then ${BEGINNING} else 1 end as idf from word, size group by lexeme, rows
     )
     select ref, sum(idf * times * ${K1 + 1} / (times + ${K1} * (${1 - B} + ${B} * length / average))) as score
     from word join weight using (lexeme), size group by ref order by score desc, ref limit ${FOUND_MAX}`,
  )

type Source = { readonly ref: string; readonly rows: string; readonly length: string; readonly where: string }

/** `hidden`: numbers of items of the profile that a later one replaces, where they were said in another chat. */
const itemHolds = (hidden: string) => `m.superseded_by is null and m.number <> all(${hidden}::integer[])`

/** `$5`: queries for what no longer holds. Nor does a passage hold from which something was learnt that no longer does. */
const PASSAGE_HOLDS = `not m.is_superseded and not coalesce(m.terms @@ any($5::tsquery[]), false)
  and not exists (select from memory_item i where i.person_id = $1 and i.turn_id = m.turn_id
    and i.superseded_by is not null)`

export const RANKED_PASSAGES = ranking('recall-ranked-passages', {
  ref: 'turn_id',
  rows: 'memory_passage',
  length: 'term_count',
  where: PASSAGE_HOLDS,
})

export const RANKED_ITEMS = ranking('recall-ranked-items', {
  ref: 'number',
  rows: 'memory_item',
  length: 'length(terms)',
  where: itemHolds('$5'),
})

const OF_SELF = `'''${SELF_TERM}'''::tsquery`
/**
 * Other passages than `$3` in which the person speaks of themself, most of it first, the newest among equals; `$4`: how
 * many.
 */
export const PASSAGES_OF_SELF = ofPerson(
  'recall-passages-of-self',
  `select turn_id as ref from memory_passage m
   where person_id = $1 and ($2::text is null or scope = $2) and terms @@ ${OF_SELF} and turn_id <> all($3::text[])
     and ${PASSAGE_HOLDS}
   order by ts_rank(terms, ${OF_SELF}, 1) desc, said_at desc limit $4`,
)

/** `$3`: numbers. */
export const ITEM_LINES = ofPerson(
  'recall-items',
  `select number, field, text, origin, said_at from memory_item m
   where person_id = $1 and ($2::text is null or scope = $2) and number = any($3::integer[])
     and ${itemHolds('$4')}`,
)

const beside = (comparison: string, order: string) => `
  (select turn_id, text, said_at from memory_passage m
   where m.person_id = $1 and conversation_id = found.conversation_id and ${comparison} and ${PASSAGE_HOLDS}
   order by said_at ${order} limit 1)`

/**
 * `$3`: turns; `$4`: those of them whose neighbours are wanted, what was said right before and after them in the same
 * conversation, within a day.
 */
export const PASSAGE_LINES = ofPerson(
  'recall-passages',
  `with found as (
     select turn_id, conversation_id, text, said_at from memory_passage m
     where person_id = $1 and ($2::text is null or scope = $2) and turn_id = any($3::text[]) and ${PASSAGE_HOLDS}
   )
   select turn_id, null as beside, text, said_at from found
   union all
   select near.turn_id, found.turn_id, near.text, near.said_at from found, lateral (
     ${beside(`said_at < found.said_at and said_at > found.said_at - interval '1 day'`, 'desc')}
     union all
     ${beside(`said_at > found.said_at and said_at < found.said_at + interval '1 day'`, 'asc')}
   ) near where found.turn_id = any($4::text[])`,
)
