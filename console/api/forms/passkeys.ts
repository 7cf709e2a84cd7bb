import { z } from 'zod'
import { labelText } from './accounts.ts'

const base64url = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^[\w-]*$/)
/** Of 512 bytes. */
const PASSKEY_ID = /^[\w-]{1,683}$/
const passkeyId = z.string().regex(PASSKEY_ID)

export const passkeyParams = z.strictObject({ id: passkeyId })

/** What a browser's `navigator.credentials` is asked with: the field names are those of WebAuthn. */
const descriptor = z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) })

/**
 * GET /api/session/passkey, to sign in, and GET /api/prove/passkey. With a cookie, to which the answer belongs; for five
 * minutes, and once.
 */
export const passkeyQuestion = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number(),
  userVerification: z.literal('required'),
  /** None, to sign in: the authenticator shows which it has. */
  allowCredentials: z.array(descriptor),
})
export type PasskeyQuestion = z.output<typeof passkeyQuestion>

/** POST /api/session/passkey and POST /api/prove/passkey; the answer is the session (forms/session.ts). */
export const passkeyAnswerForm = z.strictObject({
  id: passkeyId,
  clientDataJSON: base64url(8_192),
  authenticatorData: base64url(8_192),
  signature: base64url(8_192),
  userHandle: base64url(256).optional(),
})
export type PasskeyAnswer = z.output<typeof passkeyAnswerForm>

/** POST /api/me/passkeys/draft: how to make one. */
export const passkeyDraft = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
  timeout: z.number(),
  attestation: z.literal('none'),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  excludeCredentials: z.array(descriptor),
})
export type PasskeyDraft = z.output<typeof passkeyDraft>

/** POST /api/me/passkeys. DELETE /api/me/passkeys/:id takes it off again. Both answer `{}`. */
export const newPasskeyForm = z.strictObject({
  name: labelText,
  id: passkeyId,
  clientDataJSON: base64url(8_192),
  attestationObject: base64url(32_768),
  transports: z
    .array(
      z
        .string()
        .max(32)
        .regex(/^[a-z-]*$/),
    )
    .max(8),
})
export type NewPasskey = z.output<typeof newPasskeyForm>
