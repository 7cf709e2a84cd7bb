import { BoundedSet } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { jsonIn } from '#machine/json-in.ts'
import { opened, sealed, secretFor } from '#machine/sealed.ts'
import { z } from 'zod'

export const CHALLENGE_MS_MAX = 5 * 60_000
const CHALLENGE_BYTES = 32
/** Each of them was brought back, which is counted as a try: that many at once do not come. */
const SPENT_MAX = 10_000

/**
 * What an authenticator is to sign. It is kept nowhere but in the browser that asked, sealed in a cookie: however many
 * are asked for, they take no memory and push out nobody's.
 */
export type Challenges = {
  /** `of`: what it is for, and whose session it belongs to. */
  make(of: string): { readonly challenge: string; readonly cookie: string }
  /** Undefined for one that is another's, too old, of before the last start, or was brought back before. */
  spend(cookie: string | undefined, of: string): string | undefined
}

type ChallengeDeps = {
  readonly key: Buffer
  readonly clock: Clock
  readonly randomBytes: (count: number) => Buffer
}

export function createChallenges({ key, clock, randomBytes }: ChallengeDeps): Challenges {
  const secret = secretFor(key, 'console passkey challenge')
  // What was spent is known to this process alone.
  const start = randomBytes(16).toString('base64url')
  const sealing = (of: string) => ({ secret, of: `${start} ${of}` })
  const spent = new BoundedSet<string>(SPENT_MAX)
  return {
    make(of) {
      const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url')
      const kept = JSON.stringify([challenge, clock.monotonicMs() + CHALLENGE_MS_MAX])
      return { challenge, cookie: sealed(kept, sealing(of)).toString('base64url') }
    },
    spend(cookie, of) {
      const kept = keptSchema.safeParse(jsonIn(opened(Buffer.from(cookie ?? '', 'base64url'), sealing(of)) ?? ''))
      if (!kept.success) return undefined
      const [challenge, untilMs] = kept.data
      if (clock.monotonicMs() > untilMs || spent.has(challenge)) return undefined
      spent.add(challenge)
      return challenge
    },
  }
}

/** The challenge, and until when it is good. */
const keptSchema = z.tuple([z.string(), z.number()])
