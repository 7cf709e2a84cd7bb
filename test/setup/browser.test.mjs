import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createBrowserFinder } from '#app/find-browser.ts'
import { logFor } from '#machine/log.ts'
import { preparedCheckout, programsIn, setEnvironment, writeProgram } from './kit.mjs'

function serviceIn() {
  const { checkout, env } = preparedCheckout()
  const browser = writeProgram(path.join(checkout, 'a-chromium'), 'echo "Chromium 156.0.1"')
  setEnvironment({ CHASQUI_CACHE: env.CHASQUI_CACHE, CHASQUI_CHROMIUM: browser, WHATSAPP_CHROMIUM: '/elsewhere' })
  const find = createBrowserFinder(
    { missing: 'Set-up did not look.' },
    { repository: checkout, log: logFor('test'), signal: new AbortController().signal },
  )
  return { checkout, browser, find }
}

test('while the service runs a browser is looked for once by all who ask, and known from then on', async () => {
  const { checkout, browser, find } = serviceIn()
  const before = programsIn(checkout)
  const [found, other] = await Promise.all([find(), find()])
  expect(found).toMatchObject({ path: browser, version: '156.0.1' })
  expect(other).toBe(found)
  expect(programsIn(checkout)).toMatchObject({ ...before, chromium: { path: browser } })
  expect(await find()).toBe(found)
})

test('packages of another version stay as they are: the service is to be started again', async () => {
  const { checkout, find } = serviceIn()
  writeFileSync(path.join(checkout, 'package-lock.json'), '{}')
  const before = programsIn(checkout)
  expect(await find()).toHaveProperty('missing')
  expect(programsIn(checkout)).toEqual(before)
})
