import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock as clock } from '#machine/clock.ts'
import { untilGone } from '#adapters/whatsapp/profile.ts'
import { quietRejections } from '#adapters/whatsapp/quiet-rejections.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { openTinyPage } from './tiny-page.ts'

/** As one that was thrown there. */
function errorFrom(file: string, { name, message }: { name: string; message: string }): Error {
  const error = new Error(message)
  error.name = name
  error.stack = `${name}: ${message}\n    at evaluate (/srv/chasqui/node_modules/${file}:1:1)`
  return error
}

const closed = { name: 'TargetCloseError', message: 'Protocol error (Runtime.callFunctionOn): Target closed' }

test('a rejection inside the library because the page went away ends nothing; every other one does', () => {
  const before = process.listeners('unhandledRejection')
  const swallowed: unknown[] = []
  const loud = quietRejections((error) => void swallowed.push(error))
  onTestFinished(loud)
  const [handle] = process.listeners('unhandledRejection').filter((each) => !before.includes(each))
  const rejected = Promise.resolve()
  const reject = (error: unknown) => handle?.(error, rejected)

  const gone = [
    errorFrom('whatsapp-web.js/src/Client.js', closed),
    errorFrom('puppeteer-core/lib/cjs/puppeteer/cdp/Connection.js', closed),
    errorFrom('whatsapp-web.js/src/Client.js', { name: 'Error', message: 'Execution context was destroyed.' }),
  ]
  for (const error of gone) reject(error)
  expect(swallowed).toEqual(gone)

  const others = [
    errorFrom('pg/lib/client.js', closed),
    errorFrom('../core/ours.ts:1:1)\n    at emit (/srv/node_modules/whatsapp-web.js/src/Client.js', closed),
    errorFrom('whatsapp-web.js/src/Client.js', { name: 'TypeError', message: 'x is not a function' }),
    'a text',
  ]
  for (const error of others) expect(() => reject(error)).toThrow()
  expect(swallowed).toHaveLength(gone.length)

  loud()
  expect(process.listeners('unhandledRejection')).toEqual(before)
})

test('a rejection of ours ends the process while a browser runs, and its browser', { timeout: 20_000 }, async () => {
  const tiny = await openTinyPage()
  onTestFinished(() => tiny[Symbol.asyncDispose]())
  const program = 'test/adapters/whatsapp/programs/opens-browser.ts'
  const words = 'ours: Target closed, it says'
  const ended = promisify(execFile)(process.execPath, [program, await temporaryFolder(), tiny.webRoot, words])
  const { code, stdout, stderr } = (await ended.catch((error: unknown) => error)) as Record<string, unknown>
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^\d+\n$/),
    stderr: expect.stringContaining(`Error: ${words}`),
  })
  expect(await untilGone(Number(stdout), { limitMs: 5_000, clock })).toBe(true)
})
