import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileIn } from '#adapters/whatsapp/profile.ts'
import { type Clock, systemClock } from '#machine/clock.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { openLife } from './life-fixture.ts'

const LINKED = { acknowledgedAtMs: 1, linkedAtMs: 2, phoneNumber: '4930' }

test(
  'a profile that cannot be used, and a session in use elsewhere, are said and tried again, until it is unlinked',
  { timeout: 20_000 },
  async () => {
    const life = await openLife({ account: LINKED })
    await writeFile(profileIn(life.folder), '')
    life.start()
    expect((await life.until('off')).detail).toContain('cannot be used (EEXIST)')
    expect(life.health().state).toBe('failed')
    expect(life.tiny.loads).toBe(0)
    await rm(profileIn(life.folder))
    await life.until('ready')
    // Said once, whatever the number of tries.
    expect(life.lines.filter((line) => line.includes('EEXIST'))).toHaveLength(1)

    // Another WhatsApp Web with this session, and an unlink while it waits for that one.
    const { signal } = new AbortController()
    const conflict = `Socket.set('state', 'CONFLICT')`
    await life
      .page()!
      .call('test', (client) => client.pupPage!.evaluate(conflict), { signal })
      .catch(() => undefined)
    const { detail } = await life.until('degraded')
    expect(detail).toMatch(/in 60 s\. WhatsApp Web was opened with this session in another browser/)
    await life.linking.unlink()
    expect(life.linking.state.state).toBe('logged-out')
    // Who unlinks wanted it: nothing is broken.
    expect(life.health().state).toBe('starting')
    const account: unknown = JSON.parse(await readFile(join(life.folder, 'account.json'), 'utf8'))
    expect(account).toEqual({ acknowledgedAtMs: 1, endedFor: [expect.objectContaining({ code: 'whatsapp.unlinked' })] })
  },
)

test('on a disk that is nearly full no browser is started', async () => {
  const life = await openLife({ account: LINKED, options: { hasRoom: () => false } })
  life.start()
  expect((await life.until('off')).detail).toContain('disk is nearly full')
  expect(life.tiny.loads).toBe(0)
})

test('without a browser nothing can be linked, and set-up’s words say why before anybody tries', async () => {
  const missing = [{ code: 'none', values: {}, english: 'No Chromium: install one.' }]
  const life = await openLife({ options: { chromium: { missing } } })
  life.start()
  expect(life.linking.state).toMatchObject({ state: 'off', detail: 'No Chromium: install one.', sentences: missing })
  await expect(life.linking.link({})).rejects.toMatchObject({
    code: 'no-browser',
    message: 'No Chromium: install one.',
  })
  const linked = await openLife({ account: LINKED, options: { chromium: { missing } } })
  linked.start()
  expect((await linked.until('off')).sentences).toEqual(missing)
})

test('a browser that cannot run is said with what helps, and tried again', async () => {
  const chromium = join(await temporaryFolder(), 'chromium')
  const says = async (words: string) => {
    await writeFile(`${chromium}.new`, `#!/bin/sh\necho "$$:0101/1:FATAL:host.cc(128)] ${words}" >&2\nexit 1\n`, {
      mode: 0o755,
    })
    await rename(`${chromium}.new`, chromium)
  }
  await says('No usable sandbox! If you are running on Ubuntu 23.10+')
  const life = await openLife({ account: LINKED, options: { chromium: { path: chromium } } })
  life.start()
  const help = '(No usable sandbox): set whatsapp.sandbox to off'
  const { detail } = await life.until('degraded', (state) => state.detail.includes(help))
  expect(detail).toContain('The browser is started again')
  await says('cannot open display')
  await life.until('degraded', (state) => state.detail.includes('WHATSAPP_CHROMIUM names another'))
})

test('a code that nobody uses is taken back, and no other is shown by itself', { timeout: 20_000 }, async () => {
  const passed = Promise.withResolvers<void>()
  const linkMs = 10 * 60_000
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) => (ms > linkMs - 1_000 ? passed.promise : systemClock.sleep(ms, signal)),
  }
  const life = await openLife({ account: { acknowledgedAtMs: 1 }, tiny: { isLinked: false }, options: { clock } })
  life.start()
  await life.until('qr')
  passed.resolve()
  const { detail, qr, browser } = await life.until('logged-out')
  expect(detail).toBe('No phone used the code within 10 minutes. To link one: npm run whatsapp -- link')
  expect([qr, browser]).toEqual([undefined, undefined])
  expect(life.tiny.loads).toBe(1)
})

test('a link for which no code could be shown ends with the reason, and not with a code that nobody used', async () => {
  let aheadMs = 0
  const clock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + aheadMs }
  const life = await openLife({
    account: { acknowledgedAtMs: 1 },
    options: { clock, chromium: { path: '/bin/false' } },
  })
  life.start()
  await life.until('degraded')
  aheadMs = 10 * 60_000
  expect((await life.until('logged-out')).detail).toContain('not linked within 10 minutes. The browser did not start')
})

test(
  'an account that was unlinked while nobody looked is logged out, and shows no code',
  { timeout: 20_000 },
  async () => {
    const life = await openLife({ account: LINKED, tiny: { isLinked: false } })
    life.start()
    expect((await life.until('logged-out')).detail).toContain('while this service did not run')
    expect(life.lines.join('')).not.toContain('scan the QR code')
    expect(life.health().state).toBe('failed')

    await life.linking.link({ phoneNumber: '49999' })
    expect((await life.until('logged-out')).detail).toContain('WhatsApp gave no pairing code: check the number')
    expect(life.health().state).toBe('starting')
  },
)

test('an account file that cannot be read is no account', async () => {
  const life = await openLife({ account: { acknowledgedAtMs: 'x' } })
  life.start()
  expect(life.linking.state.state).toBe('logged-out')
  await mkdir(join(life.folder, 'session'))
  await life.linking.unlink()
  await expect(readFile(join(life.folder, 'session'))).rejects.toMatchObject({ code: 'ENOENT' })
})
