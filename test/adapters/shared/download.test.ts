import { expect, onTestFinished, test, vi } from 'vitest'
import { downloadBounded } from '#adapters/shared/download.ts'
import { openProxy } from '../../kit/proxy.ts'

test('a download whose proxy builds no tunnel is given up after the stall', async () => {
  const proxy = await openProxy({})
  proxy.isSilent = true
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await proxy[Symbol.asyncDispose]()
  })
  const options = { bytesMax: 100, stallMs: 200, timeoutMs: 10_000 }
  const download = downloadBounded(new URL('https://files.test/photo.jpg'), options, new AbortController().signal)
  await expect(download).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ERR_PROXY_TUNNEL'),
  })
  expect(proxy.asked).toEqual(['CONNECT files.test:443'])
})
