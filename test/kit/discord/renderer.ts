import type { ShownMessage } from '../platform.ts'
import { type Match, RULES } from './markdown-rules.ts'

export type Mark = ShownMessage['marks'][number]

export type Names = {
  /** How people, roles and channels are shown; undefined for who is not known. */
  user(id: string): string | undefined
  channel(id: string): string | undefined
  /** Whether naming this one pings: an id, `everyone`, or `&` with a role's id. */
  pings(name: string): boolean
  /** Whether addresses show what is behind them. */
  readonly previews: boolean
}

type Rendered = { readonly text: string; readonly marks: readonly Mark[] }

/** A message as Discord's clients show it. https://support.discord.com/hc/articles/210298617 */
export function rendered(source: string, names: Names): Rendered {
  return read(source, names)
}

function read(source: string, names: Names): Rendered {
  const marks: Mark[] = []
  let text = ''
  for (let at = 0; at < source.length;) {
    const found = ruleAt(source, at)
    if (!found) {
      text += source[at]
      at += 1
      continue
    }
    const shown = found.rule.show(found.match, { names, inner: (inner) => read(inner, names) })
    text += shown.text
    marks.push(...(shown.marks ?? []))
    at += found.match[0].length
  }
  return { text, marks }
}

function ruleAt(source: string, at: number): { rule: (typeof RULES)[number]; match: Match } | undefined {
  const isLineStart = at === 0 || source[at - 1] === '\n'
  for (const rule of RULES) {
    if (rule.atLineStart && !isLineStart) continue
    rule.pattern.lastIndex = at
    const match = rule.pattern.exec(source)
    if (match) return { rule, match }
  }
  return undefined
}
