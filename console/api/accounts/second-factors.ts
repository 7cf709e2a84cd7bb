import type { Clock } from '#machine/clock.ts'
import { jsonIn } from '#machine/json-in.ts'
import { opened, sealed, secretFor } from '#machine/sealed.ts'
import { z } from 'zod'
import type { TotpDraft } from '../forms/accounts.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import { newRecoveryCodes, recoveryHash } from './recovery-codes.ts'
import { qrPath } from './qr-path.ts'
import { say } from '../sentences.ts'

const STEP_SECONDS = 30
const DRAFT_MS_MAX = 10 * 60_000
const CODE = /^\d{6}$/

type Account = { readonly id: string; readonly name: string }

/** Codes of an authenticator app (TOTP, RFC 6238), and recovery codes in their place. */
export type SecondFactors = {
  /** Whether the code is right; each works once. A recovery code only where `takesRecovery`. */
  accepts(accountId: string, code: string, how: { readonly takesRecovery: boolean }): Promise<boolean>
  /** A secret that is kept nowhere yet: the browser brings it back, sealed, with a first code. */
  draft(account: Account): Promise<TotpDraft>
  /** @throws {ConsoleError} for a wrong code, or a draft that is too old or another's */
  turnOn(accountId: string, by: { readonly draft: string; readonly code: string }): Promise<string[]>
  turnOff(accountId: string): Promise<void>
  /** The ones before no longer work. Undefined where no second factor is on. */
  renewRecoveryCodes(accountId: string): Promise<string[] | undefined>
}

type FactorDeps = {
  readonly pool: ConsolePool
  readonly key: Buffer
  readonly clock: Clock
  readonly randomBytes: (count: number) => Buffer
}

export function createSecondFactors({ pool, key, clock, randomBytes }: FactorDeps): SecondFactors {
  const secret = secretFor(key, 'console second factor')
  const sealing = (accountId: string) => ({ secret, of: `totp ${accountId}` })
  const draftSealing = (accountId: string) => ({ secret, of: `totp draft ${accountId}` })
  /** The step that a code is of: a clock may be off by one. */
  const stepOf = async (totpSecret: string, code: string) => {
    const { verify } = await import('otplib/functional')
    const epoch = Math.floor(clock.now() / 1_000)
    const found = await verify({ secret: totpSecret, token: code, epoch, epochTolerance: STEP_SECONDS })
    return found.valid && 'timeStep' in found ? found.timeStep : undefined
  }
  const acceptsTotp = async (accountId: string, code: string) => {
    const { rows } = await pool.query<{ totp_secret: Buffer | null }>(SECRET, [accountId])
    const totpSecret = rows[0]?.totp_secret && opened(rows[0].totp_secret, sealing(accountId))
    const step = totpSecret ? await stepOf(totpSecret, code) : undefined
    if (step === undefined) return false
    const newest = Math.floor(clock.now() / 1_000 / STEP_SECONDS) + 1
    return (await pool.query(USE_STEP, [accountId, step, newest])).rowCount === 1
  }
  const acceptsRecovery = async (accountId: string, code: string) => {
    const hash = recoveryHash(code)
    return hash !== undefined && (await pool.query(USE_RECOVERY, [accountId, hash])).rowCount === 1
  }
  const newCodes = () => {
    const codes = newRecoveryCodes(randomBytes)
    return { codes, hashes: JSON.stringify(codes.map(recoveryHash)) }
  }
  return {
    async accepts(accountId, typed, { takesRecovery }) {
      const code = typed.replace(/[\s-]/g, '')
      if (CODE.test(code)) return acceptsTotp(accountId, code)
      return takesRecovery && acceptsRecovery(accountId, typed)
    },
    async draft({ id, name }) {
      const { generateSecret, generateURI } = await import('otplib/functional')
      const made = generateSecret()
      const uri = generateURI({ issuer: 'Chasqui', label: name, secret: made })
      const draft = sealed(JSON.stringify([made, clock.now() + DRAFT_MS_MAX]), draftSealing(id)).toString('base64url')
      return { draft, secret: made.replace(/(.{4})(?=.)/g, '$1 '), uri, qr: qrPath(uri) }
    },
    async turnOn(accountId, { draft, code }) {
      const made = draftSchema.safeParse(jsonIn(opened(Buffer.from(draft, 'base64url'), draftSealing(accountId)) ?? ''))
      if (!made.success || made.data[1] < clock.now()) {
        throw new ConsoleError('conflict', say('second-factor.too-late'))
      }
      const [totpSecret] = made.data
      const plain = code.replace(/[\s-]/g, '')
      const step = CODE.test(plain) ? await stepOf(totpSecret, plain) : undefined
      if (step === undefined) {
        const message = say('second-factor.wrong')
        throw new ConsoleError('credentials-wrong', message)
      }
      const { codes, hashes } = newCodes()
      const { rowCount } = await pool.query(TURN_ON, [accountId, sealed(totpSecret, sealing(accountId)), step, hashes])
      if (rowCount === 0) throw new ConsoleError('conflict', say('second-factor.on'))
      return codes
    },
    turnOff: async (accountId) => void (await pool.query(TURN_OFF, [accountId])),
    async renewRecoveryCodes(accountId) {
      const { codes, hashes } = newCodes()
      const { rowCount } = await pool.query(RENEW, [accountId, hashes])
      return rowCount === 1 ? codes : undefined
    },
  }
}

/** The secret, and until when the draft is good. */
const draftSchema = z.tuple([z.string(), z.number()])

const SECRET = 'select totp_secret from console_account where id = $1'

/** Steps later than the newest that there can be are from before the clock was set back. */
const USE_STEP = `
  update console_account set totp_step = $2
  where id = $1 and (totp_step is null or totp_step < $2 or totp_step > $3)`

const USE_RECOVERY = `
  update console_account set recovery_hashes = recovery_hashes - $2::text
  where id = $1 and totp_secret is not null and recovery_hashes ? $2::text`

const TURN_ON = `
  update console_account set totp_secret = $2, totp_step = $3, recovery_hashes = $4::jsonb
  where id = $1 and totp_secret is null`

const TURN_OFF = `
  update console_account set totp_secret = null, totp_step = null, recovery_hashes = '[]' where id = $1`

const RENEW = `
  update console_account set recovery_hashes = $2::jsonb where id = $1 and totp_secret is not null`
