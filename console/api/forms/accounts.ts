import { z } from 'zod'
import { ROLES } from '../../roles.ts'

/** What is typed in is only bounded here: what makes a good password is told in a sentence (`bad-request`). */
export const passwordText = z.string().max(4_096)
export const nameText = z.string().max(256)
/** Six digits, or a recovery code; spaces and dashes do not count. */
export const codeText = z.string().max(64)
/** Of a link: what stands behind `#setup=`, `#recover=` or `#join=`. */
export const tokenText = z.string().max(256)
/** What somebody calls a thing of theirs: nothing invisible, nothing that turns the text around. */
export const labelText = z
  .string()
  .trim()
  .max(64)
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]{1,64}$/u, 'Give it a name of 1 to 64 letters')
/** Base64url, as all ids here. */
const idText = z.string().regex(/^[\w-]{1,64}$/)

export const idParams = z.strictObject({ id: idText })
export const invitationParams = z.strictObject({ id: z.string().regex(/^[\da-f]{64}$/) })

// For owners: GET /api/accounts.

export const accountRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  hasTotp: z.boolean(),
  createdAtMs: z.number(),
  signedInAtMs: z.number().optional(),
  isYou: z.boolean(),
})
export type AccountRow = z.output<typeof accountRow>

/** An invitation that nobody has used yet. */
export const invitationRow = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  /** The name of the account that made it. */
  madeBy: z.string(),
  expiresAtMs: z.number(),
})
export type InvitationRow = z.output<typeof invitationRow>

/** All of them: there can be at most 200 accounts and 50 invitations. */
export const accountsForm = z.object({ accounts: z.array(accountRow), invitations: z.array(invitationRow) })
export type AccountsForm = z.output<typeof accountsForm>

/** POST /api/invitations. */
export const inviteForm = z.strictObject({ role: z.enum(ROLES) })
/** The link is the console's address and `#join=<token>`. It is shown this once. */
export const invitedForm = z.object({ id: z.string(), token: z.string(), expiresAtMs: z.number() })
export type Invited = z.output<typeof invitedForm>

/**
 * PUT /api/accounts/:id/role. `conflict`: it is no longer `from`, or it is the last owner's, as with
 * DELETE /api/accounts/:id. DELETE /api/invitations/:id takes an invitation back. They answer `{}`.
 */
export const roleForm = z.strictObject({ from: z.enum(ROLES), to: z.enum(ROLES) })

// Of one's own.

/** PUT /api/me/password: ends all other sessions. The answer is the session (forms/session.ts). */
export const passwordForm = z.strictObject({ old: passwordText, password: passwordText })

/** POST /api/me/totp: nothing is on until PUT /api/me/totp brings a code, within ten minutes. */
export const totpDraftForm = z.object({
  /** Goes back with the code. */
  draft: z.string(),
  /** To type in where no camera is at hand: base32 in groups of four. */
  secret: z.string(),
  /** `otpauth://…`, for a link on a phone. */
  uri: z.string(),
  /** `<svg viewBox="0 0 size size"><path d={path} /></svg>`, dark on white, with its white border. */
  qr: z.object({ size: z.number(), path: z.string() }),
})
export type TotpDraft = z.output<typeof totpDraftForm>

/** PUT /api/me/totp. Ends all other sessions. DELETE /api/me/totp turns it off again and answers `{}`. */
export const totpForm = z.strictObject({ draft: z.string().max(1_024), code: codeText })
/** Also of POST /api/me/recovery-codes, which makes new ones. Shown this once; each works once in place of a code. */
export const recoveryCodesForm = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.output<typeof recoveryCodesForm>

export const deviceRow = z.object({
  id: z.string(),
  /** `Firefox on Linux` */
  browser: z.string(),
  network: z.string(),
  signedInAtMs: z.number(),
  /** Within a minute. */
  seenAtMs: z.number(),
  isThis: z.boolean(),
})
export type DeviceRow = z.output<typeof deviceRow>

export const passkeyRow = z.object({
  id: z.string(),
  name: z.string(),
  createdAtMs: z.number(),
  /** Absent: it was never used. */
  usedAtMs: z.number().optional(),
})
export type PasskeyRow = z.output<typeof passkeyRow>

/** GET /api/me: the account page. DELETE /api/me/devices/:id ends one device, DELETE /api/me/devices all others. */
export const meForm = z.object({
  account: accountRow,
  /** Of the second factor: how many are left. */
  recoveryCodesLeft: z.number(),
  /** The newest first; at most 20. */
  passkeys: z.array(passkeyRow),
  /** Where the account is signed in, the newest first; at most 50. */
  devices: z.array(deviceRow),
})
export type MeForm = z.output<typeof meForm>
