import cookie, { Signer } from '@fastify/cookie'
import { createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RandomId } from '#core/contract/ids.ts'
import type { Clock } from '#machine/clock.ts'
import { HourlyLimit } from '#http/hourly-limit.ts'
import type { Network } from '#http/network.ts'
import { WebError } from '#http/web-error.ts'

/** Renewed at every visit. */
const COOKIE_AGE_SECONDS = 365 * 24 * 3600
const PERSON = /^[A-Za-z0-9_-]{16,64}$/
/** Each kind of cookie has a signature of its own: its value is not accepted under the other's name. */
const PLAIN = { name: 'chasqui_person', purpose: 'web: who is visiting' } as const
/** Browsers let no other host and no plain connection set a cookie of this name. */
const SECURE = { name: '__Host-chasqui_person', purpose: 'web: who is visiting over https' } as const

type Kind = { readonly name: string; readonly signer: Signer }

export type PeopleOptions = {
  /** The installation's key; the cookies' own are derived from it. */
  readonly key: Buffer
  /** People come over https. */
  readonly isSecure: boolean
  readonly newPeoplePerHourMax: number
  readonly clock: Clock
  readonly random: RandomId
}

/**
 * A person is whoever brings a cookie that we signed. A cookie that was tampered with is no cookie. Two good ones of
 * two people are refused: one was planted, and nobody can say which.
 */
export class People {
  readonly #options: PeopleOptions
  readonly #newcomers: HourlyLimit
  /** Given to everybody. */
  readonly #current: Kind
  /** Taken once, in exchange for a current one. */
  readonly #former: Kind | undefined

  constructor(options: PeopleOptions) {
    const { key, isSecure } = options
    const plain = kindOf(PLAIN, key)
    this.#options = options
    this.#current = isSecure ? kindOf(SECURE, key) : plain
    this.#former = isSecure ? plain : undefined
    this.#newcomers = new HourlyLimit({ perHourMax: options.newPeoplePerHourMax, clock: options.clock })
  }

  async register(app: FastifyInstance): Promise<void> {
    await app.register(cookie, { hook: false })
  }

  /** Undefined without a good cookie. Throws `WebError` `two-people` with good ones of two people. */
  known(request: FastifyRequest): string | undefined {
    return knownBy(this.#current, request)
  }

  /** Throws `WebError` `no-person` without a good cookie, `two-people` with good ones of two people. */
  require(request: FastifyRequest): string {
    const person = this.known(request)
    if (person !== undefined) return person
    throw new WebError('no-person', 'Open the page first: it gives the cookie by which your chat is known.')
  }

  /**
   * Who this is; a newcomer gets a new cookie, unless too many came from their network: `too-many-people`. Who has a
   * cookie from before the page had https stays the same person, under the new name.
   */
  welcome(request: FastifyRequest, reply: FastifyReply): string {
    const { isSecure, random } = this.#options
    const known = this.known(request)
    const former = known === undefined && this.#former !== undefined ? knownBy(this.#former, request) : undefined
    if (former !== undefined) void reply.clearCookie(PLAIN.name, { path: '/' })
    const person = known ?? former ?? this.#newcomer(request.client.network, random)
    const { name, signer } = this.#current
    void reply.setCookie(name, signer.sign(person), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      maxAge: COOKIE_AGE_SECONDS,
    })
    return person
  }

  #newcomer(network: Network | undefined, random: RandomId): string {
    const waitMs = this.#newcomers.take(network)
    if (waitMs === 0) return random()
    const minutes = Math.ceil(waitMs / 60_000)
    throw new WebError(
      'too-many-people',
      `Too many new visitors came from your network in the last hour. Please try again in ${minutes} min.`,
      { retryAfterSeconds: minutes * 60 },
    )
  }
}

function kindOf({ name, purpose }: { name: string; purpose: string }, key: Buffer): Kind {
  return { name, signer: new Signer(createHmac('sha256', key).update(purpose).digest()) }
}

function knownBy({ name, signer }: Kind, { headers }: FastifyRequest): string | undefined {
  const signed = valuesOf(headers.cookie, name).map((value) => signer.unsign(value))
  const people = signed.flatMap(({ valid, value }) => (valid && value !== null && PERSON.test(value) ? [value] : []))
  if (new Set(people).size <= 1) return people[0]
  throw new WebError(
    'two-people',
    'Your browser sends the cookies of two chats, and another site has put one of them there. Delete the cookies of ' +
      'this site and of the site that it belongs to; then open it again.',
  )
}

/** All values of one cookie name in a request. */
function valuesOf(header: string | undefined, name: string): string[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const [found, value] = pair.trim().split(/=(.*)/s)
    return found === name && value !== undefined ? [decoded(value)] : []
  })
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
