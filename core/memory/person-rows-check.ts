/** The tables that hold memories. */
const NAME = 'memory_(?:item|passage|vector|forgotten)'
/** A table of memories with its alias; not a column of it, as in `memory_item.text`. */
const MENTION = new RegExp(
  String.raw`(?<insert>\binsert\s+into\s+)?\b(?<table>${NAME})\b(?!\s*\.)(?:\s+(?:as\s+)?(?<alias>[a-z_]\w*))?`,
  'gi',
)
/** `person_id = $1`, of a table or its alias. */
const FILTER = /(?:\b(?<of>[a-z_]\w*)\.)?\bperson_id\s*=\s*\$1\b/gi
/** What undoes a filter, and what would hide one from this check. */
const UNSAFE =
  /\bor\s+(?:\w+\.)?person_id\s*=|person_id\s*=\s*\$1\s+or\b|\bnot\s*\(?\s*(?:\w+\.)?person_id\s*=|--|\/\*|;|"|\$\$/i
/** Its rows are the person's. */
const INSERTS_OWN = /^\s*\(\s*person_id\b[^)]*\)\s*(?:values\s*\(|select\s+(?:distinct\s+)?)\s*\$1\b/i
const NO_ALIAS = new Set(
  'where using set join inner left right full cross natural on order group having limit offset for returning union except intersect select values window tablesample as'.split(
    ' ',
  ),
)

/**
 * Why a statement is not the matter of one person alone. Each mention of a table of memories, be it in a join, a
 * subquery, a `with` or a `using`, needs its own `person_id = $1`, by its alias where it has one; what is inserted has
 * `$1` as its first value, for `person_id`.
 */
export function faultIn(text: string): string | undefined {
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, `''`)
  if (UNSAFE.test(bare)) return 'a filter is within "or" or "not", or the statement has comments, quotes or ";"'
  const filters = Map.groupBy(bare.matchAll(FILTER), ({ groups }) => groups?.of?.toLowerCase() ?? '')
  const left = new Map([...filters].map(([of, all]) => [of, all.length]))
  const take = (of: string) => {
    const count = left.get(of) ?? 0
    left.set(of, count - 1)
    return count > 0
  }
  for (const mention of bare.matchAll(MENTION)) {
    const { insert, table = '', alias = '' } = mention.groups ?? {}
    if (insert !== undefined) {
      const after = bare.slice(mention.index + insert.length + table.length)
      if (!INSERTS_OWN.test(after)) return `what is inserted into ${table} needs person_id first, as $1`
      continue
    }
    const name = alias === '' || NO_ALIAS.has(alias.toLowerCase()) ? table : alias
    if (!take(name.toLowerCase()) && !take('')) return `${name} needs "person_id = $1"`
  }
  return undefined
}
