import { Bm25 } from './bm25.ts'
import type { Question, SaidTurn, SetPerson } from './set.ts'

/** What is evaluated: it is given everything that a person said, then questions. A new one is a file and a line in `memory.ts`. */
export type Retriever = {
  readonly name: string
  index(person: SetPerson, signal: AbortSignal): Promise<void>
  /** Best first, at most `k`. */
  search(asking: Asking, k: number, signal: AbortSignal): Promise<readonly Hit[]>
}

export type Asking = { readonly person: SetPerson; readonly question: Question }

/** A turn that was found; `text` is what a prompt would be given. */
export type Hit = { readonly person: string; readonly turn: string; readonly text: string }

/** BM25 over the bare turns of one person: what is compared with. */
export function bareTurns(): Retriever {
  const indexes = new Map<string, Bm25<SaidTurn>>()
  return {
    name: 'BM25, bare turns',
    async index({ id, turns }) {
      const index = new Bm25<SaidTurn>()
      for (const turn of turns) index.add(turn, turn.text)
      indexes.set(id, index)
    },
    async search({ person, question }, k) {
      const found = indexes.get(person.id)!.search(question.text, k)
      return found.map(({ id, text }) => ({ person: person.id, turn: id, text }))
    },
  }
}

/** The same over the turns of everybody, as an index without the person would be: a warning, not a candidate. */
export function pooledTurns(): Retriever {
  const index = new Bm25<Hit>()
  return {
    name: 'BM25, everybody’s turns',
    async index({ id: person, turns }) {
      for (const { id, text } of turns) index.add({ person, turn: id, text }, text)
    },
    search: async ({ question }, k) => index.search(question.text, k),
  }
}
