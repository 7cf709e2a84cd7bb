import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { PersonId } from '#core/contract/ids.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { Role } from '../roles.ts'
import type { Challenges } from './accounts/challenges.ts'
import type { Passwords } from './accounts/passwords.ts'
import type { RelyingParty } from './accounts/relying-party.ts'
import type { SecondFactors } from './accounts/second-factors.ts'
import type { Attempts, Tried } from './attempts.ts'
import type { ConsolePool } from './console-pool.ts'
import type { KeptCookie } from './cookie.ts'
import type { ChannelChecks } from './channels/check.ts'
import type { GuardTrial } from './guard/trial.ts'
import type { Live } from './live/topics.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Overview } from './overview/overview.ts'
import type { PersonExports } from './people/exports.ts'
import type { MemoryCounter } from './privacy/memory-counter.ts'
import type { PlaygroundRuns } from './playground/runs.ts'
import type { Session, Sessions } from './sessions.ts'

/** What every route is given beside the request. */
export type RouteDeps = ConsoleDeps & {
  /** At most four connections, three seconds a statement. */
  readonly pool: ConsolePool
  readonly sessions: Sessions
  readonly attempts: Attempts
  readonly passwords: Passwords
  readonly secondFactors: SecondFactors
  readonly challenges: Challenges
  /** Undefined where browsers would refuse passkeys. */
  relyingParty(): RelyingParty | undefined
  readonly overview: Overview
  readonly metrics: Metrics
  readonly live: Live
  readonly exports: PersonExports
  readonly memoryCounter: MemoryCounter
  readonly guardTrial: GuardTrial
  readonly playgroundRuns: PlaygroundRuns
  readonly channelChecks: ChannelChecks
}

export type Asked<Params, Query, Body> = {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Aborts when the browser is gone. */
  readonly signal: AbortSignal
  /** For what has waited for its turn: the account may have another role by now. @throws {ConsoleError} */
  checkAgain(): Promise<void>
  /** Where it comes from, for back-off and audit; undefined where a proxy hides it. */
  readonly network: string | undefined
  /** Of the browser. */
  readonly userAgent: string
  /** Sets or ends the browser's session. */
  readonly cookie: KeptCookie
  /** Of a passkey, as this browser keeps it. */
  readonly challenge: KeptCookie & { readonly given: string | undefined }
  /** For the audit: who it turns out to be that signs in, or what an id stood for. */
  note(about: Noted): void
}

/** `signed-out`: everybody. `account`: whoever is signed in. Otherwise a role, or one above it. */
export type Needed = 'signed-out' | 'account' | Role

/** What only the route itself finds out while it runs. */
export type Noted = {
  account?: { readonly id: string; readonly name: string }
  target?: string
  person?: PersonId | undefined
}

/** What is written into the audit. Beside the route's name it says to what it was done. */
export type Audited<Params, Query, Body> = {
  /** `person.block` */
  readonly action: string
  readonly target?: (asked: Asked<Params, Query, Body>) => string | undefined
  /** In place of `target`: it is only written down where there is one, so not after its person was deleted. */
  readonly conversation?: (asked: Asked<Params, Query, Body>) => string
  readonly person?: (asked: Asked<Params, Query, Body>) => PersonId | undefined
}

/**
 * One route of the API, with all that the server checks before `handle`: a route without a row in the table of routes
 * is not there. A test enumerates them by role.
 */
export type RouteOf<Params, Query, Body, Answer> = {
  /** Its answer stays open: see `stream`. */
  readonly kind?: 'stream'
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: `/api/${string}` | '/metrics'
  readonly needs: Needed
  /** Only within five minutes after the account's holder has proved who they are. */
  readonly stepUp?: true
  /** No API token is enough. Neither is one where a proof is needed, or no role. */
  readonly sessionOnly?: true
  /** `content`: what people wrote, sent or are remembered for. */
  readonly shows: 'numbers' | 'content'
  /** Required of every change, and of everything that shows content. */
  readonly audit?: Audited<Params, Query, Body>
  /** Makes it a try to prove who one is: `credentials-wrong` and `link-unknown` count as failures, with back-off. */
  readonly attempt?: (asked: Asked<Params, Query, Body>, session: Session | undefined) => Pick<Tried, 'who'>
  readonly params: z.ZodType<Params>
  readonly query: z.ZodType<Query>
  readonly body: z.ZodType<Body>
  readonly bodyBytesMax?: number
  /** Few of them run at once, and not many a minute of one account. */
  readonly limited?: true
  /** Of a GET: a platform or another host is asked, and may be slow. Whoever waits for that holds up no other reads. */
  readonly asksOthers?: true
  /** What is sent is what this lets through: an object's unknown keys are left out. */
  readonly answer: z.ZodType<Answer>
  handle(
    asked: Asked<Params, Query, Body>,
    deps: RouteDeps,
    /** Undefined only where `needs` is `signed-out`. */
    session: Session | undefined,
  ): Promise<Answer>
}

/** Of any shape, as the server and the table of routes hold it. */
export type Route = RouteOf<unknown, unknown, unknown, unknown>

/** Infers the types of what is asked from the schemas. */
export const route = <Params, Query, Body, Answer>(of: RouteOf<Params, Query, Body, Answer>): Route =>
  of as unknown as Route

/** Writes server-sent events into a response whose head is written, until it ends. */
export type OpenStream = (response: ServerResponse) => void

/** Of a route that is a stream. */
export const streamAnswer = z.custom<OpenStream>((value) => typeof value === 'function')

type StreamOf<Query> = Pick<
  RouteOf<unknown, Query, unknown, unknown>,
  'path' | 'needs' | 'shows' | 'audit' | 'query'
> & {
  /** Refuses by throwing. */
  open(asked: Asked<unknown, Query, unknown>, deps: RouteDeps, session: Session): OpenStream
}

/** A route whose answer is a stream of events; all that is checked before a route is checked before it. */
export const stream = <Query>({ open, ...of }: StreamOf<Query>): Route =>
  route({
    ...of,
    kind: 'stream',
    method: 'GET',
    params: z.strictObject({}),
    body: z.strictObject({}),
    answer: streamAnswer,
    async handle(asked, deps, session) {
      if (session === undefined) throw new Error('a stream is for sessions')
      return open(asked, deps, session)
    },
  })
