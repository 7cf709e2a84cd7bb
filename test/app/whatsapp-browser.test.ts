import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { englishOf } from '#machine/sentence.ts'
import { browserFor } from '#app/whatsapp-browser.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const program = { path: '/cache/chromium', version: '156', env: { LD_LIBRARY_PATH: '/cache/lib' } }
const found = () => Promise.resolve(program)

test('the browser that set-up found is run with what it needs in its environment', async () => {
  expect(await browserFor({ enabled: true }, found)).toEqual(program)
})

test('one that a setting names wins, also by a path from the working folder', async () => {
  const file = path.join(await temporaryFolder(), 'chromium')
  await writeFile(file, '', { mode: 0o755 })
  const named = path.relative(process.cwd(), file)
  expect(await browserFor({ enabled: true, chromium: named }, found)).toEqual({ path: file })
})

test('a named one that cannot be run is not replaced by another, and the setting is said', async () => {
  const file = path.join(await temporaryFolder(), 'none')
  const missing = `WHATSAPP_CHROMIUM (whatsapp.chromium) names ${file}, which cannot be run (ENOENT): correct it.`
  expect(await browserFor({ enabled: true, chromium: file }, found)).toMatchObject({ missing: [{ english: missing }] })
})

test('where there is none, what set-up said comes first and how to get one after it', async () => {
  const browser = await browserFor({ enabled: true }, async () => ({
    missing: 'no Chromium: run: apt-get install chromium',
  }))
  const missing = 'missing' in browser ? browser.missing : []
  expect(missing).toMatchObject([
    { values: { said: { quote: 'no Chromium: run: apt-get install chromium' } } },
    { code: 'whatsapp.browser-how' },
  ])
  expect(englishOf(missing)).toMatch(
    /no Chromium: run: apt-get install chromium\. Set-up looks again .*WHATSAPP_CHROMIUM/,
  )
})

test('while WhatsApp is off no file is looked at', async () => {
  const browser = await browserFor({ enabled: false, chromium: '/nowhere' }, found)
  expect(browser).toEqual({ missing: [expect.objectContaining({ code: 'whatsapp.is-off' })] })
})
