import cookie from '@fastify/cookie'
import { createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RandomId } from '#core/contract/ids.ts'
import type { Clock } from '#machine/clock.ts'
import { AddressLimit } from './address-limit.ts'
import { WebError } from './web-error.ts'

const COOKIE = 'chasqui_person'
/** Renewed at every visit. */
const COOKIE_AGE_SECONDS = 365 * 24 * 3600
const PERSON = /^[A-Za-z0-9_-]{16,64}$/

export type PeopleOptions = {
  /** The installation's key; the cookie's own is derived from it. */
  readonly key: Buffer
  readonly isSecure: boolean
  readonly newPeoplePerHourMax: number
  readonly clock: Clock
  readonly random: RandomId
}

/** A person is whoever brings a cookie that we signed. A cookie that was tampered with is no cookie. */
export class People {
  readonly #options: PeopleOptions
  readonly #newcomers: AddressLimit

  constructor(options: PeopleOptions) {
    this.#options = options
    this.#newcomers = new AddressLimit({ perHourMax: options.newPeoplePerHourMax, clock: options.clock })
  }

  async register(app: FastifyInstance): Promise<void> {
    const secret = createHmac('sha256', this.#options.key).update('web: who is visiting').digest()
    await app.register(cookie, { secret, algorithm: 'sha256', hook: 'onRequest' })
  }

  /** Throws `WebError` `no-person` without a good cookie. */
  require(request: FastifyRequest): string {
    const person = this.#known(request)
    if (person !== undefined) return person
    throw new WebError('no-person', 'Open the page first: it gives the cookie by which your chat is known.')
  }

  /** Who this is; a newcomer gets a new cookie, unless too many came from their address: `too-many-people`. */
  welcome(request: FastifyRequest, reply: FastifyReply): string {
    const { isSecure, random } = this.#options
    const person = this.#known(request) ?? this.#newcomer(request.ip, random)
    void reply.setCookie(COOKIE, person, {
      signed: true,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      maxAge: COOKIE_AGE_SECONDS,
    })
    return person
  }

  #newcomer(address: string, random: RandomId): string {
    const waitMs = this.#newcomers.take(address)
    if (waitMs === 0) return random()
    const minutes = Math.ceil(waitMs / 60_000)
    throw new WebError(
      'too-many-people',
      `Too many new visitors came from your network in the last hour. Please try again in ${minutes} min.`,
      { retryAfterSeconds: minutes * 60 },
    )
  }

  #known(request: FastifyRequest): string | undefined {
    const { valid, value } = request.unsignCookie(request.cookies[COOKIE] ?? '')
    return valid && value !== null && PERSON.test(value) ? value : undefined
  }
}
