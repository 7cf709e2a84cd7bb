import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Invited } from '#console/api/forms/accounts.ts'
import type { AuditPage } from '#console/api/forms/audit.ts'
import { Browser } from '../kit/console-api.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'
import { asked, signedIn } from '../kit/console.ts'

let host: ModelHost
let running: Running
beforeAll(async () => {
  host = await startModelHost()
  running = await startRunning({ host })
})
afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await host.close()
})
const url = () => running.app.consoleUrl ?? ''

test('who is signed in learns who they are, and nobody else does', async () => {
  const viewer = await signedIn({ url: url(), database: await running.database() }, 'viewer')
  expect((await viewer.get('/api/session')).body).toMatchObject({ account: { name: 'viewer', role: 'viewer' } })
  expect((await asked(url(), '/api/session')).body).toMatchObject({ hasOwner: false })
})

test('the pages are served with a nonce of their own and nothing inline', async () => {
  const [first, second] = await Promise.all([fetch(url()), fetch(url())])
  const policy = first.headers.get('content-security-policy') ?? ''
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
  expect(policy).not.toContain('unsafe')
  expect(await first.text()).toContain(`nonce="${nonce}"`)
  expect(second.headers.get('content-security-policy')).not.toBe(policy)
})

test('the printed link makes the first owner, who invites a colleague, signs out and in, and reads it in the audit', async () => {
  const token = (await running.app.firstLink())?.split('#setup=')[1]
  const [owner, colleague] = [new Browser(url()), new Browser(url())]
  const password = 'a llama carries letters'
  expect((await owner.send('POST', '/api/setup', { token, name: 'Ana', password })).status).toBe(200)
  // What a start prints from now on.
  expect(await running.app.firstLink()).toBeUndefined()
  const { body: invited } = await owner.send<Invited>('POST', '/api/invitations', { role: 'viewer' })
  const joining = { token: invited.token, name: 'Ben', password }
  expect((await colleague.send('POST', '/api/join', joining)).status).toBe(200)
  expect((await owner.send('DELETE', '/api/session')).status).toBe(200)
  expect((await owner.send('POST', '/api/session', { name: 'ana', password })).status).toBe(200)
  const { rows } = (await owner.get<AuditPage>('/api/audit')).body
  expect(rows.map(({ accountName, action, outcome }) => `${accountName} ${action} ${outcome}`)).toEqual([
    'ana session.sign-in done',
    'ana session.sign-out done',
    'ben account.join done',
    'ana account.invite done',
    'ana account.setup done',
  ])
})
