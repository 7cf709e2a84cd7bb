import type pg from 'pg'
import { accountId, conversationId, personId, turnId, type PersonId } from '#core/contract/ids.ts'
import type { RecalledLine } from '#core/contract/memory.ts'
import type { Learning, RecallQuery } from '#core/memory/kinds/kind.ts'
import { inMemoryOf, type PersonRows } from '#core/memory/person-rows.ts'
import type { Hit, Retriever } from './retriever.ts'
import type { Question, SetPerson } from './set.ts'

/** The parts of the service's memory that are evaluated, as it calls them itself. */
export type MemoryParts = {
  readonly learn: (rows: PersonRows, learning: Learning) => Promise<void>
  readonly ranked: (rows: PersonRows, query: RecallQuery) => Promise<readonly RecalledLine[]>
  /** Where an embedder is measured. */
  readonly embedding?: Embedding
}

export type Embedding = {
  /** Stores a vector for everything of the person that has none. */
  readonly embedStored: (person: PersonId, signal: AbortSignal) => Promise<void>
  readonly embedQuestion: (text: string, signal: AbortSignal) => Promise<RecallQuery['vector']>
}

/** What the service remembers and recalls by itself: the turns as passages, in a real Postgres, ranked by its own code. */
export function passages(name: string, { pool, parts }: { pool: pg.Pool; parts: MemoryParts }): Retriever {
  /** Who said it, whoever asked: so that a foreign passage is seen. */
  const personOf = new Map<string, string>()
  const vectors = new Map<Question, RecallQuery['vector']>()
  return {
    name,
    async index(person, signal) {
      const owner = await storedPerson(pool, person.id)
      for (const { id } of person.turns) personOf.set(id, person.id)
      await inMemoryOf(pool, owner, async (rows) => {
        for (const learning of learningsOf(person)) await parts.learn(rows, learning)
      })
      await parts.embedding?.embedStored(owner, signal)
      // Embedded here, as the time of a search is measured without it.
      for (const question of person.questions)
        vectors.set(question, await parts.embedding?.embedQuestion(question.text, signal))
    },
    async search({ person, question }, k) {
      const vector = vectors.get(question)
      const query = { text: question.text, scope: undefined, linesMax: k, turnsInPrompt: [], ...(vector && { vector }) }
      const lines = await inMemoryOf(pool, personIn(person.id), (rows) => parts.ranked(rows, query))
      return lines.flatMap((line) => hitOf(line, personOf))
    },
  }
}

const personIn = (id: string): PersonId => personId(() => id)

/** Memories belong to a person who is there. */
export async function storedPerson(pool: pg.Pool, id: string): Promise<PersonId> {
  const person = personIn(id)
  await pool.query('insert into person (id, created_at) values ($1, now()) on conflict do nothing', [person])
  return person
}

/** A private chat, in which everything was said. */
export const chatOf = (id: string) => conversationId(accountId('terminal', 'eval'), id)

export function learningsOf({ id, turns }: SetPerson): Learning[] {
  const conversation = chatOf(id)
  return turns.map((turn, index) => {
    const before = turns[index - 1]?.text
    return {
      turnId: turnId(() => turn.id),
      conversation,
      scope: '',
      typed: turn.text,
      ...(before !== undefined && { before }),
      saidAtMs: turn.saidAtMs,
      candidates: [],
    }
  })
}

const TURN_REF = 'turn:'

function hitOf({ ref, text }: RecalledLine, personOf: ReadonlyMap<string, string>): Hit[] {
  if (!ref.startsWith(TURN_REF)) return []
  const turn = ref.slice(TURN_REF.length)
  return [{ turn, text, person: personOf.get(turn) ?? 'nobody' }]
}
