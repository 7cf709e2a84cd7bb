import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { downloadBounded } from '#adapters/shared/download.ts'
import { isPrivateAddress, publicLookup } from '#adapters/shared/public-address.ts'

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  '64:ff9b:1::a00:1',
  '::7f00:1',
  '::ffff:0:7f00:1',
  '2001:0:5ef5:79fd::80ff:fffe',
  '2002:7f00:1::',
  'no address',
])('%s is not of the Internet', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each(['1.1.1.1', '172.32.0.1', '157.240.1.1', '2a03:2880:f12f::1', '2001:4860:4860::8888', '::ffff:1.1.1.1'])(
  '%s is',
  (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  },
)

test.each([{ all: true }, { all: false }])('a name on the Internet is looked up as ever: %j', async (options) => {
  const found = await new Promise((resolve, reject) => {
    publicLookup('1.1.1.1', options, (error, address, family) => (error ? reject(error) : resolve([address, family])))
  })
  expect(found).toEqual(options.all ? [[{ address: '1.1.1.1', family: 4 }], undefined] : ['1.1.1.1', 4])
})

test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433'])(
  'a download that is for the Internet only asks nothing of http://%s',
  async (host) => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.end('secret')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = new URL(`http://${host}:${(server.address() as AddressInfo).port}/`)
    const signal = new AbortController().signal
    await expect(downloadBounded(url, { bytesMax: 100, publicOnly: true }, signal)).rejects.toMatchObject({
      code: 'refused',
    })
    expect(asked).toBe(0)
  },
)
