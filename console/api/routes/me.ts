import { changePassword, endDevice, ownAccount, proved } from '../accounts/own.ts'
import { formOf } from '../accounts/sign-in.ts'
import { requireSession } from '../checks.ts'
import { ConsoleError } from '../console-error.ts'
import { idParams, meForm, passwordForm, recoveryCodesForm, totpDraftForm, totpForm } from '../forms/accounts.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { sessionForm } from '../forms/session.ts'
import { route } from '../route.ts'
import type { Session } from '../sessions.ts'
import { say } from '../sentences.ts'

/** One's own account. */
const ofOnesOwn = { needs: 'account', shows: 'numbers', ...takesNothing } as const

/** Passwords and codes are guessed here, too. */
const guessed = (_asked: unknown, session: Session | undefined) => ({ who: `prove ${session?.id}` })

export const meRoutes = [
  route({
    ...ofOnesOwn,
    method: 'GET',
    path: '/api/me',
    answer: meForm,
    handle: async (_asked, deps, session) => ownAccount(requireSession(session), deps),
  }),
  route({
    ...ofOnesOwn,
    method: 'PUT',
    path: '/api/me/password',
    audit: { action: 'password.change' },
    attempt: guessed,
    body: passwordForm,
    answer: sessionForm,
    async handle(asked, deps, session) {
      const begun = await changePassword(asked.body, requireSession(session), asked, deps)
      return formOf(begun.session, deps)
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'POST',
    path: '/api/me/totp',
    stepUp: true,
    audit: { action: 'totp.draft' },
    answer: totpDraftForm,
    handle: async (_asked, { secondFactors }, session) => secondFactors.draft(requireSession(session).account),
  }),
  route({
    ...ofOnesOwn,
    method: 'PUT',
    path: '/api/me/totp',
    stepUp: true,
    audit: { action: 'totp.on' },
    attempt: guessed,
    body: totpForm,
    answer: recoveryCodesForm,
    async handle(asked, deps, signedIn) {
      const session = requireSession(signedIn)
      const recoveryCodes = await deps.secondFactors.turnOn(session.account.id, asked.body)
      await deps.sessions.endAllOf(session.account.id, session.id)
      await proved(session, asked, deps, { keepsOld: false })
      return { recoveryCodes }
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'DELETE',
    path: '/api/me/totp',
    stepUp: true,
    audit: { action: 'totp.off' },
    answer: nothing,
    async handle(_asked, { secondFactors }, session) {
      await secondFactors.turnOff(requireSession(session).account.id)
      return {}
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'POST',
    path: '/api/me/recovery-codes',
    stepUp: true,
    audit: { action: 'recovery-codes.renew' },
    answer: recoveryCodesForm,
    async handle(_asked, { secondFactors }, session) {
      const recoveryCodes = await secondFactors.renewRecoveryCodes(requireSession(session).account.id)
      if (recoveryCodes === undefined) throw new ConsoleError('conflict', say('second-factor.off'))
      return { recoveryCodes }
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'DELETE',
    path: '/api/me/devices/:id',
    audit: { action: 'device.sign-out' },
    params: idParams,
    answer: nothing,
    async handle({ params }, deps, session) {
      await endDevice(params.id, requireSession(session), deps)
      return {}
    },
  }),
  route({
    ...ofOnesOwn,
    method: 'DELETE',
    path: '/api/me/devices',
    audit: { action: 'device.sign-out-others' },
    answer: nothing,
    async handle(_asked, { sessions }, signedIn) {
      const session = requireSession(signedIn)
      await sessions.endAllOf(session.account.id, session.id)
      return {}
    },
  }),
]
