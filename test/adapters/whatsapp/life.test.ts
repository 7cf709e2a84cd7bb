import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Client } from 'whatsapp-web.js'
import { isRunning } from '#adapters/whatsapp/profile.ts'
import type { LinkState } from '#core/contract/linking.ts'
import { type Life, openLife } from './life-fixture.ts'

/** After its load the page says that it has synchronised. */
const READS_CHATS_MS = 300
const LINKED = { acknowledgedAtMs: 1, linkedAtMs: 2, phoneNumber: '4930' }
const { signal } = new AbortController()

const inPage = (life: Life, expression: string) =>
  life.page()!.call('test', (client) => client.pupPage!.evaluate(expression), { signal })
const restarted = (count: number) => (state: LinkState) => (state.restarts?.count ?? 0) === count
const channelRestarts = (life: Life) => life.linking.state.restarts?.newestFor.english
const clientOf = (life: Life) => life.page()!.call('test', async (client): Promise<Client> => client, { signal })

test(
  'an account is linked by a QR code, and its browser restarts for whatever befalls it',
  { timeout: 60_000 },
  async () => {
    const life = await openLife({ tiny: { isLinked: false, clockAheadMs: 300_000 } })
    const { tiny } = life
    life.start()
    expect(life.linking.state).toMatchObject({ state: 'logged-out' })
    expect(life.health()).toMatchObject({
      state: 'starting',
      detail: 'No account is linked.',
    })

    await life.linking.link({})
    expect((await life.until('qr')).qr).toMatch(/^ref-1,/)
    const scannedAtMs = Date.now()
    tiny.isLinked = true
    const ready = await life.until('ready')
    const readyAtMs = Date.now()
    expect(ready.phoneNumber).toBe('4930')
    expect(ready.restarts).toBeUndefined()
    expect(life.linking.phoneNumber).toBe('4930')
    const page = life.page()!
    expect(page.me).toEqual({ phoneNumber: '4930', lid: '77@lid', name: 'Ana' })
    expect(page.clockAheadMs).toBeGreaterThan(290_000)
    // People who write while the chats are read, write after the link.
    expect(page.linkedAtMs - page.clockAheadMs).toBeGreaterThan(scannedAtMs - 1_000)
    expect(page.linkedAtMs - page.clockAheadMs).toBeLessThan(readyAtMs - READS_CHATS_MS / 2)

    // A page that hangs.
    const hung = inPage(life, 'for(;;);')
    await expect(hung).rejects.toMatchObject({ code: 'unknown-outcome' })
    await life.until('ready', restarted(1))
    expect(life.linking.state.restarts?.newestFor.english).toContain('hangs')

    // A page that crashes.
    const client = await clientOf(life)
    void client.pupPage!.goto('chrome://crash').catch(() => undefined)
    await life.until('ready', restarted(2))
    expect(life.linking.state.restarts?.newestFor.english).toContain('crashed')

    // A browser that is killed.
    const { pid } = (await clientOf(life)).pupBrowser!.process()!
    process.kill(pid!, 'SIGKILL')
    await life.until('ready', restarted(3))
    expect(life.linking.state.restarts?.newestFor.english).toContain('process ended')

    // WhatsApp is not reached, and is again.
    await inPage(life, `Socket.set('state', 'TIMEOUT')`)
    await life.until('degraded')
    expect(life.page()).toBeUndefined()
    const readies = life.readies.length
    const lost = life.health()
    expect(lost).toMatchObject({ state: 'failed', detail: expect.stringContaining('does not reach WhatsApp') })
    await life.readies
      .at(-1)!
      .call('test', (each) => each.pupPage!.evaluate(`Socket.set('state', 'CONNECTED')`), { signal })
    await life.until('ready')
    expect(life.readies.length).toBe(readies + 1)

    // It is logged out on the phone: nothing happens by itself.
    tiny.isLinked = false
    await inPage(life, 'Socket.logout()').catch(() => undefined)
    expect((await life.until('logged-out')).detail).toContain('logged out on the phone. To link one: npm run whatsapp')
    expect(life.linking.state.phoneNumber).toBeUndefined()
    await expect(readFile(join(life.folder, 'account.json'), 'utf8')).resolves.toContain('logged out')
    const loads = tiny.loads

    await life.linking.link({ phoneNumber: '4915100000' })
    expect((await life.until('pairing')).pairingCode).toBe('ABCD1234')
    expect(tiny.loads).toBe(loads + 1)
    await life.linking.unlink()
    expect(life.linking.state.detail).toContain('unlinked')
    expect(life.lines.join('')).not.toMatch(/ref-1|ABCD1234|4930|49151/)
  },
)

test('a page that never synchronises is loaded again, and its browser restarted', { timeout: 30_000 }, async () => {
  const tiny = { isLinked: false, sync: 'never' } as const
  const life = await openLife({ account: { acknowledgedAtMs: 1 }, tiny, waits: { readyMs: 700 } })
  life.start()
  await life.until('qr')
  life.tiny.isLinked = true
  await life.until('connecting', ({ detail }) => detail === 'It is linked, and its chats are read.')
  const loads = life.tiny.loads
  await life.until('degraded', ({ detail }) => detail.includes('loaded again'))
  await life.until('degraded', ({ detail }) => detail.includes('started again'))
  expect(life.tiny.loads).toBe(loads + 1)
  // When it was linked is known before whose account it is.
  const account = JSON.parse(await readFile(join(life.folder, 'account.json'), 'utf8')) as object
  expect(account).toEqual({ acknowledgedAtMs: 1, linkedAtMs: expect.any(Number) })
  life.tiny.sync = 'on time'
  await life.until('ready', restarted(1))
  expect({ ...account, linkedAtMs: life.page()!.linkedAtMs }).toEqual(account)
})

test(
  'WhatsApp that is not reached is tried again; a page that synchronised before the library listened is ready',
  { timeout: 90_000 },
  async () => {
    const life = await openLife({
      account: LINKED,
      tiny: { isAway: true, sync: 'early', reloadsAtOnce: true },
      waits: { readyMs: 8_000 },
    })
    life.start()
    expect((await life.until('degraded')).detail).toContain('WhatsApp was not reached')
    life.tiny.isAway = false
    await life.until('ready')
    // The page loaded itself again meanwhile; that costs no browser. Where the library was lost in it, it is loaded once more.
    expect([2, 3]).toContain(life.tiny.loads)
    expect(channelRestarts(life)).toMatch(/^WhatsApp was not reached/)
    expect(life.page()!.linkedAtMs).toBe(2)
    const { pid } = (await clientOf(life)).pupBrowser!.process()!
    expect(life.page()).toBeDefined()
    await life.end()
    expect(isRunning(pid!)).toBe(false)
    expect(life.linking.state.state).toBe('off')
  },
)
