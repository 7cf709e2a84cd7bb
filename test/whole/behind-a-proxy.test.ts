import { expect, onTestFinished, test } from 'vitest'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct } from '../kit/product.ts'

test('the operator is told of a proxy in front that no setting names, and visitors are not', async () => {
  const host = await startModelHost()
  onTestFinished(() => host.close())
  const product = await startProduct({ host })
  onTestFinished(() => product[Symbol.asyncDispose]())
  const proxy = () => product.app.readiness().parts.find(({ name }) => name === 'proxy')
  const asked = (headers: Record<string, string>) => fetch(`${product.app.url}/readyz`, { headers })
  await asked({})
  expect(proxy()).toBeUndefined()
  const answer = await asked({ 'x-forwarded-for': '203.0.113.9' })
  const detail = expect.stringContaining('server.trustProxy to loopback')
  expect(proxy()).toMatchObject({ name: 'proxy', state: 'off', detail })
  expect(await answer.text()).not.toContain('trustProxy')
})
