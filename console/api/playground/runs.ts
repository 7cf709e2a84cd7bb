import type { ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { Playground, TriedTurn } from '#core/playground/playground.ts'
import { EventStream, frame } from '#http/event-stream.ts'
import { onEnd } from '#http/response-end.ts'
import { regularly } from '#machine/regularly.ts'
import type { ConsoleDeps } from '../../deps.ts'
import type { PlaygroundEvents, playgroundForm } from '../forms/playground.ts'
import { judged } from '../persona/judged.ts'
import { ConsoleError } from '../console-error.ts'
import { say } from '../sentences.ts'
import type { Session, Sessions } from '../sessions.ts'
import { createTrialLimit } from '../trial-limit.ts'
import { endOf } from './end.ts'
import { toldAs } from '#machine/sentence.ts'

/** An answer may take long, and waits where people are answered first. */
const RUN_MS_MAX = 180_000
const BEAT_EVERY_MS = 15_000
const SLOW_READER_MS = 30_000

type RunsDeps = Pick<ConsoleDeps, 'service' | 'clock' | 'log'> & {
  readonly sessions: Pick<Sessions, 'onEnd' | 'checkEnds'>
}
type Asking = { readonly session: Session; readonly signal: AbortSignal }

/** Questions that operators try; each is answered into a stream of its own. */
export type PlaygroundRuns = {
  /** @throws {ConsoleError} where too much runs already, or a guard blocks the persona to be tried */
  begin(asked: z.output<typeof playgroundForm>, by: Asking): Promise<(response: ServerResponse) => void>
}

export function createPlaygroundRuns({ service, clock, log, sessions }: RunsDeps): PlaygroundRuns {
  const trials = createTrialLimit({ clock })
  return {
    async begin({ text, pictures, locale, persona }, { session, signal }) {
      const { account } = session
      const endTrial = trials.begin(account.id)
      const over = new AbortController()
      const until = AbortSignal.any([signal, over.signal, AbortSignal.timeout(RUN_MS_MAX)])
      // The stream is opened when the audit has its row: what comes before waits here.
      const reading: Reading = { draft: undefined, stream: undefined }
      const stop = () => over.abort(new DOMException('Nobody reads it', 'AbortError'))
      const stopListening = sessions.onEnd(session.id, () => {
        reading.stream?.write(event('signed-out', {}))
        stop()
      })
      const end = () => {
        stopListening()
        endTrial()
      }
      try {
        // It may have ended before anybody listened.
        await sessions.checkEnds()
        if (persona !== undefined) await judged(service.persona, persona, until)
        over.signal.throwIfAborted()
      } catch (error) {
        end()
        throw over.signal.aborted ? signedOut(error) : error
      }
      const trying: Parameters<Playground['answer']>[0] = {
        text,
        locale,
        persona,
        pictures: pictures.map((picture) => Buffer.from(picture, 'base64')),
        by: account.id,
        onDraft(draft) {
          reading.draft = draft
          reading.stream?.write(event('draft', { text: draft }))
        },
      }
      const answered = service.playground.answer(trying, until).finally(end)
      answered.catch(() => undefined)
      return (response) => {
        onEnd(response, stop)
        void write({ response, reading, answered, over: over.signal })
      }
    },
  }

  async function write({ response, reading, answered, over }: Writing): Promise<void> {
    const stream = new EventStream(response, { nowMs: () => clock.monotonicMs() })
    reading.stream = stream
    // Its head is sent with it: the page knows at once that the question was taken.
    stream.write(event('beat', {}))
    // Its session ended before there was a stream to say so.
    if (over.aborted) {
      stream.write(event('signed-out', {}))
      return stream.end()
    }
    const beating = new AbortController()
    onEnd(response, () => beating.abort())
    const interval = { everyMs: BEAT_EVERY_MS, clock, failed: () => undefined }
    void regularly(() => stream.heartbeat(SLOW_READER_MS), interval, beating.signal)
    if (reading.draft !== undefined) stream.write(event('draft', { text: reading.draft }))
    try {
      stream.write(event('end', endOf(await answered)))
    } catch (error) {
      if (!over.aborted) {
        log.warn({ error }, 'the playground had no answer')
        stream.write(event('failed', { error: 'unavailable', ...toldAs('message', NO_ANSWER) }))
      }
    } finally {
      stream.end()
    }
  }
}

const signedOut = (cause: unknown) => new ConsoleError('signed-out', say('session.over'), { cause })

const NO_ANSWER = say('playground.no-answer')

type Reading = { draft: string | undefined; stream: EventStream | undefined }
type Writing = {
  readonly response: ServerResponse
  readonly reading: Reading
  readonly answered: Promise<TriedTurn>
  readonly over: AbortSignal
}

const event = <Name extends keyof PlaygroundEvents>(name: Name, data: PlaygroundEvents[Name]) => frame(name, data)
