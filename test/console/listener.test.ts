import { afterAll, beforeAll, expect, test } from 'vitest'
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
  const owner = await signedIn({ url: url(), database: await running.database() }, 'owner')
  expect((await owner.get('/api/session')).body).toMatchObject({ account: { name: 'owner', role: 'owner' } })
  expect((await asked(url(), '/api/session')).body).toEqual({ hasOwner: true })
})

test('the pages are served with a nonce of their own and nothing inline', async () => {
  const [first, second] = await Promise.all([fetch(url()), fetch(url())])
  const policy = first.headers.get('content-security-policy') ?? ''
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
  expect(policy).not.toContain('unsafe')
  expect(await first.text()).toContain(`nonce="${nonce}"`)
  expect(second.headers.get('content-security-policy')).not.toBe(policy)
})
