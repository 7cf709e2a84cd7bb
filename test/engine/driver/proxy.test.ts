import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addressOf } from '#engine/driver/address.ts'
import { agentFor, send, textOf } from '#engine/driver/http.ts'
import { startModelHost, type ModelHost } from '../../kit/model-host.ts'
import { openProxy, openTlsFront, type TestProxy } from '../../kit/proxy.ts'

let host: ModelHost
let front: Awaited<ReturnType<typeof openTlsFront>>
let proxy: TestProxy

beforeAll(async () => {
  host = await startModelHost()
  const port = Number(new URL(host.url).port)
  front = await openTlsFront(port)
  proxy = await openProxy({ 'engine.test': front.port, localhost: port })
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) vi.stubEnv(name, proxy.url)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await proxy[Symbol.asyncDispose]()
  await front[Symbol.asyncDispose]()
  await host.close()
})

async function models(url: string): Promise<string> {
  const address = addressOf(url)
  const agent = agentFor(address)
  const request = { address, agent, key: undefined, method: 'GET', path: '/v1/models' } as const
  const text = await textOf(await send(request, AbortSignal.timeout(10_000)), 10_000)
  agent.destroy()
  return text
}

test('a host elsewhere is asked through the proxy of the environment, one on this computer never', async () => {
  expect(await models('https://engine.test')).toContain(host.model)
  expect(await models(host.url)).toContain(host.model)
  expect(proxy.asked).toEqual(['CONNECT engine.test:443'])
})
