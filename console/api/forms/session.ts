import { z } from 'zod'
import { ROLES } from '../../roles.ts'
import { codeText, nameText, passwordText, tokenText } from './accounts.ts'

/** GET /api/session: who is signed in in this browser. DELETE /api/session signs out and answers `{}`. */
export const sessionForm = z.object({
  /** Absent: nobody is signed in. */
  account: z
    .object({
      id: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      /** Whether a second factor is on. */
      hasTotp: z.boolean(),
      hasPasskey: z.boolean(),
      /** When its holder last proved who they are. */
      provedAtMs: z.number(),
    })
    .optional(),
  /** Sent back as the header `x-chasqui-csrf` with everything that changes something. It changes with each sign-in. */
  csrf: z.string().optional(),
  /** Until there is an owner, only the link that the service prints leads on. */
  hasOwner: z.boolean(),
  /** Of the page, where passkeys can be used: anywhere else browsers refuse them, or would ask for those of others. */
  passkeyOrigin: z.string().optional(),
})
export type SessionForm = z.output<typeof sessionForm>

/**
 * POST /api/session; the answer is the session. Refused with `credentials-wrong`, whatever of it was wrong; with
 * `code-needed` where the password was right and the account has a second factor: then all of it is sent again with
 * `code`. `too-many` says after how many seconds the next try counts.
 */
export const signInForm = z.strictObject({
  name: z.string().max(256),
  password: passwordText,
  /** Of the authenticator app, or a recovery code. */
  code: codeText.optional(),
})

/** POST /api/prove: one of the two. The answer is the session with a new `provedAtMs`. */
export const proofForm = z.union([
  z.strictObject({ password: passwordText }),
  /** Of the authenticator app; no recovery code. */
  z.strictObject({ code: codeText }),
])

/** POST /api/link: what a link is for, which does not spend it. `link-unknown`: never was one, spent or too old. */
export const linkQuestion = z.strictObject({ token: tokenText })
export const linkForm = z.object({
  kind: z.enum(['setup', 'recovery', 'invitation']),
  /** Of an invitation. */
  role: z.enum(ROLES).optional(),
  /** Of a recovery: whose. */
  name: z.string().optional(),
  expiresAtMs: z.number(),
})
export type LinkForm = z.output<typeof linkForm>

/** POST /api/setup and POST /api/join: makes the account and signs in; the answer is the session. `conflict`: there is an owner, the name is taken. */
export const joinForm = z.strictObject({ token: tokenText, name: nameText, password: passwordText })
/** POST /api/recover: sets the password, ends all sessions of the account and signs in. */
export const recoverForm = z.strictObject({ token: tokenText, password: passwordText })
export const recoveredForm = z.object({
  session: sessionForm,
  /** Its second factor was on and is now off: it is to be set up again. */
  totpTurnedOff: z.boolean(),
  /** It had some, which are gone. */
  passkeysRemoved: z.boolean(),
})
export type Recovered = z.output<typeof recoveredForm>
