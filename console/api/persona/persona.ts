import { EngineError } from '#engine/contract.ts'
import { PERSONA_TOKENS_MAX, type PersonaWords } from '#core/contract/persona.ts'
import type { Persona } from '#core/persona/persona.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import { cursorIn, NUMBER_ID, pageFrom } from '../cursor.ts'
import type { PersonaForm, PersonaVersionForm } from '../forms/persona.ts'
import { failureOf } from '../guard/trial.ts'
import { blocked } from './judged.ts'
import { say } from '../sentences.ts'

const JUDGE_MS_MAX = 60_000
/** Longer is only waited for while another model is being loaded. */
const COUNT_MS_MAX = 5_000

/** The one that holds, as the model at work reads it. */
export async function personaNow(persona: Persona, signal: AbortSignal): Promise<PersonaForm> {
  const { version, name, tone } = persona.current()
  return { version, name, tone, ...persona.reader(), ...(await tokensOf(persona, { name, tone }, signal)) }
}

/** Without tokens while no engine can count them. */
export async function tokensOf(persona: Persona, words: PersonaWords, signal: AbortSignal) {
  const limit = AbortSignal.timeout(COUNT_MS_MAX)
  const tokens = await persona.tokensOf(words, AbortSignal.any([signal, limit])).catch((error: unknown) => {
    if (error instanceof EngineError || limit.aborted) return undefined
    throw error
  })
  return { tokensMax: PERSONA_TOKENS_MAX, ...(tokens !== undefined && { tokens }) }
}

type Changing = { readonly to: PersonaWords; readonly seen: number; readonly by: string }

/** @throws {ConsoleError} where it is too long, blocked, or changed by somebody else meanwhile */
export async function changePersona(persona: Persona, change: Changing, signal: AbortSignal): Promise<PersonaForm> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(JUDGE_MS_MAX)])
  const changed = await persona.change(change, until).catch((error: unknown) => {
    throw failureOf(error)
  })
  switch (changed.outcome) {
    case 'changed':
      return personaNow(persona, signal)
    case 'blocked':
      throw blocked(changed.hazards)
    case 'too-long':
      throw new ConsoleError(
        'bad-request',
        say('persona.too-long', { tokens: changed.tokens, max: PERSONA_TOKENS_MAX }),
      )
    case 'conflict':
      throw new ConsoleError('conflict', say('persona.changed'), { now: await personaNow(persona, signal) })
    default:
      return changed satisfies never
  }
}

/** The newest first, by the number of the version. */
export async function versionsOf(pool: ConsolePool, { after, rows }: { after?: string | undefined; rows: number }) {
  const before = after === undefined ? null : Number(cursorIn(after, NUMBER_ID).id)
  const found = await pool.query<Row>(VERSIONS, [before, rows + 1])
  const page = pageFrom(found.rows, rows, ({ changed_at: at, version }) => ({ atMs: at.getTime(), id: `${version}` }))
  return { ...page, rows: page.rows.map(formOf) }
}

type Row = { version: number; name: string; tone: string; by: string | null; changed_at: Date }

const formOf = ({ changed_at: at, by, ...version }: Row): PersonaVersionForm => ({
  ...version,
  by: by ?? '',
  atMs: at.getTime(),
})

const VERSIONS = `
  select v.version, v.name, v.tone, v.changed_at, a.name as by
  from persona_version v left join console_account a on a.id = v.changed_by
  where $1::integer is null or version < $1 order by version desc limit $2`
