import { get, request } from 'node:http'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDataFolder, type DataFolder } from '#machine/data-folder.ts'
import { logFor } from '#machine/log.ts'
import { openStatusSocket } from '#machine/status-socket.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const log = logFor('test:status')

function statusOf(folder: DataFolder): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = get({ socketPath: join(folder.shortPath, 'status.sock'), path: '/' }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(JSON.parse(text)))
    })
    asked.on('error', reject)
  })
}

test('the status is for its user alone, however deep the data folder lies', async () => {
  const dataFolder = await openDataFolder(join(await temporaryFolder(), 'd'.repeat(120)))
  onTestFinished(() => dataFolder[Symbol.asyncDispose]())
  let ready = false
  const open = () => openStatusSocket({ dataFolder, status: () => ({ ready }), log })
  const socket = await open()
  expect((await stat(join(dataFolder.path, 'status.sock'))).mode & 0o777).toBe(0o600)
  expect(await statusOf(dataFolder)).toEqual({ ready: false })
  ready = true
  expect(await statusOf(dataFolder)).toEqual({ ready: true })
  await socket[Symbol.asyncDispose]()
  await expect(statusOf(dataFolder)).rejects.toThrow(/ENOENT|ECONNREFUSED/)
})

test('a socket that a killed service left behind is replaced', async () => {
  const dataFolder = await openDataFolder(await temporaryFolder())
  onTestFinished(() => dataFolder[Symbol.asyncDispose]())
  const leftOver = await openStatusSocket({ dataFolder, status: () => 'old', log })
  const socket = await openStatusSocket({ dataFolder, status: () => 'new', log })
  expect(await statusOf(dataFolder)).toBe('new')
  await leftOver[Symbol.asyncDispose]()
  await socket[Symbol.asyncDispose]()
})

test('an action takes JSON that is posted, of a few kilobytes, and says when it went wrong', async () => {
  const dataFolder = await openDataFolder(await temporaryFolder())
  onTestFinished(() => dataFolder[Symbol.asyncDispose]())
  const taken: unknown[] = []
  const actions = {
    '/do': async (body: unknown) => {
      if (body === undefined) throw new Error('no JSON')
      return { times: taken.push(body) }
    },
  }
  const socket = await openStatusSocket({ dataFolder, status: () => 'status', actions, log })
  onTestFinished(() => socket[Symbol.asyncDispose]())
  const posted = (path: string, body: string) => answerTo(dataFolder, path, body)
  expect(await posted('/do', '{"op":"x"}')).toEqual([200, { times: 1 }])
  expect(taken).toEqual([{ op: 'x' }])
  expect(await posted('/do', 'no json')).toEqual([500, {}])
  expect(await posted('/do', JSON.stringify('x'.repeat(5_000)))).toEqual([500, {}])
  expect(await posted('/other', '{}')).toEqual([500, {}])
  expect(taken).toHaveLength(1)
  expect(await statusOf(dataFolder)).toBe('status')
})

function answerTo(folder: DataFolder, path: string, body: string): Promise<[status: number | undefined, unknown]> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: join(folder.shortPath, 'status.sock'), path, method: 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve([response.statusCode, JSON.parse(text)]))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
