import type { Engine } from '#engine/contract.ts'
import type { Logger } from '#machine/log.ts'
import {
  accountId,
  conversationId,
  eventId,
  identityId,
  replyId,
  turnId,
  type ConversationId,
  type PersonId,
  type RandomId,
} from '../contract/ids.ts'
import { NOTHING_RECALLED } from '../contract/memory.ts'
import type { PersonaWords } from '../contract/persona.ts'
import type { Turn, TurnResult } from '../contract/turn.ts'
import { createBus } from '../delivery/bus.ts'
import type { Persona } from '../persona/persona.ts'
import type { TurnDeps } from '../turn/deps.ts'
import { tryTurn } from '../turn/run.ts'

/** What somebody tries the bot with. */
export type Trying = {
  readonly text: string
  /** As they were sent: they are decoded as those of people are. */
  readonly pictures: readonly Uint8Array[]
  /** Language of our own sentences. */
  readonly locale: string
  /** Whoever tries: their questions take turns with those of people. */
  readonly by: string
  /** In place of the persona that holds. */
  readonly persona?: PersonaWords | undefined
  /** The judged text of the answer so far. */
  onDraft(text: string): void
}

export type TriedTurn = Pick<TurnResult, 'outcome' | 'verdicts' | 'steps'> & {
  /** That answers; undefined where nothing was left to be asked. */
  readonly model: string | undefined
}

export type Playground = {
  /** Rejects with the signal's reason when it aborts. */
  answer(trying: Trying, signal: AbortSignal): Promise<TriedTurn>
}

export type PlaygroundDeps = {
  readonly turns: TurnDeps
  readonly persona: Pick<Persona, 'wordsFor'>
  /** What engines have cached of these leaves them. */
  readonly forgetPrompts: (conversations: readonly ConversationId[]) => Promise<unknown>
  readonly random: RandomId
  readonly log: Logger
}

/**
 * Answers a question on the path of a person's turn, with its pictures, guards, prompt and stream gate, but of nobody:
 * without memory and history, and nothing of it is kept.
 */
export function createPlayground({ turns, persona, forgetPrompts, random, log }: PlaygroundDeps): Playground {
  return {
    async answer(trying, signal) {
      const turn = turnOf(trying, { random, nowMs: turns.clock.now() })
      const bus = createBus(log)
      bus.subscribe((message) => message.op === 'reply-draft' && trying.onDraft(message.text))
      let model: string | undefined
      const deps: TurnDeps = {
        ...turns,
        ...WITHOUT_PERSON,
        bus,
        systemWords(engine: Engine, stop) {
          ;({ model } = engine.capabilities())
          return persona.wordsFor(engine, stop, trying.persona)
        },
        fetchMedia: async (_turn, { ref }) => trying.pictures[Number(ref)] ?? new Uint8Array(),
      }
      try {
        return { ...(await tryTurn(deps, turn, { signal, stop: signal })), model }
      } finally {
        await bus[Symbol.asyncDispose]()
        // It may wait for a slot that works; nobody waits for it.
        forgetPrompts([turn.conversation]).catch((error: unknown) => log.warn({ error }, 'prompt not erased'))
      }
    },
  }
}

const WITHOUT_PERSON = {
  memory: { recall: async () => NOTHING_RECALLED, settled: async () => undefined },
} as const

function turnOf({ text, pictures, locale, by }: Trying, { random, nowMs }: { random: RandomId; nowMs: number }): Turn {
  const account = accountId('terminal', 'playground')
  const event = eventId(random)
  const asked = pictures.map(({ byteLength: bytes }, part) => ({
    eventId: event,
    part,
    media: { type: 'image', ref: String(part), bytes } as const,
    // Quoted by somebody whose it is not: such a picture is never stored.
    quoted: true,
  }))
  const id = turnId(random)
  return {
    id,
    number: 1,
    conversation: conversationId(account, id),
    account,
    chat: { kind: 'dm', id },
    person: `console ${by}` as PersonId,
    identity: identityId(account, by),
    // A prompt for several people has no earlier turns in it.
    isShared: true,
    locale,
    asked: { type: 'message', text, pictures: asked, others: [] },
    replyId: replyId(random),
    attempt: 1,
    eventIds: [event],
    messageIds: [],
    receivedAtMs: nowMs,
    sentAtMs: nowMs,
  }
}
