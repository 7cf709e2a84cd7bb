import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AccessEntries } from '#core/access/entries.ts'
import { accountId, identityId } from '#core/contract/ids.ts'
import type { BusMessage } from '#core/delivery/bus.ts'
import { languages } from '#core/texts/all.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { accessHost, codeOf, idOf, KEY } from './access-host.ts'

const HOUR_MS = 3_600_000

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let host: ReturnType<typeof accessHost>
beforeEach(async () => {
  await database.store.pool.query('truncate person, conversation, access_entry cascade')
  host = accessHost(database)
})

const rows = async (text: string) => (await database.store.pool.query<Record<string, unknown>>(text)).rows

describe('who may write', () => {
  test.each([
    ['open', 'granted', 'granted', 'granted', 'blocked'],
    ['pairing', 'stranger', 'granted', 'granted', 'blocked'],
    ['allow-list', 'stranger', 'granted', 'granted', 'blocked'],
  ] as const)('%s: a stranger is %s, who is named %s, approved %s, blocked %s', async (mode, ...expected) => {
    const pairing = await host.open({ mode: 'pairing' })
    await pairing.operator.approve(await codeOf(pairing, await host.knows('approved')))
    await pairing.operator.block(idOf('blocked'))
    const access = await host.open({ mode, allow: mode === 'open' ? [] : [idOf('named'), idOf('blocked')] })
    const names = ['stranger', 'named', 'approved', 'blocked']
    expect(await Promise.all(names.map((name) => access.standingOf(idOf(name))))).toEqual(expected)
    expect(await access.blockedAmong(names.map(idOf))).toEqual(new Set([idOf('blocked')]))
  })

  test('a platform with a mode of its own goes by that', async () => {
    const access = await host.open({ mode: 'open', modes: { whatsapp: 'pairing' } })
    const stranger = identityId(accountId('whatsapp', '4930'), '4915@c.us')
    expect(await access.standingOf(idOf('ana'))).toBe('granted')
    expect(await access.standingOf(stranger)).toBe('stranger')
    const ana = await host.knows('ana')
    expect(await access.offerCode(ana)).toBeUndefined()
    const offer = await (await host.open({ mode: 'open', modes: { telegram: 'pairing' } })).offerCode(ana)
    expect(offer?.type).toBe('code')
    const closed = await host.open({ mode: 'pairing', modes: { whatsapp: 'open' } })
    expect([await closed.standingOf(idOf('ana')), await closed.standingOf(stranger)]).toEqual(['stranger', 'granted'])
    expect((await closed.operator.list()).modes).toEqual({ whatsapp: 'open' })
  })

  test('an approval ends with its person, a block does not', async () => {
    const access = await host.open()
    await access.operator.approve(await codeOf(access, await host.knows('ana')))
    await access.operator.block(idOf('ben'))
    access.forget([idOf('ana'), idOf('ben')])
    expect(await access.standingOf(idOf('ana'))).toBe('stranger')
    expect(await access.standingOf(idOf('ben'))).toBe('blocked')
  })

  test('who is beyond what is held in memory is looked up', async () => {
    const access = await host.open()
    for (const name of ['a', 'b', 'c']) await access.operator.block(idOf(name))
    const entries = new AccessEntries({ pool: database.store.pool, key: KEY })
    await entries.load(1)
    expect(await entries.blockedAmong(['a', 'b', 'c', 'd'].map(idOf))).toEqual(new Set(['a', 'b', 'c'].map(idOf)))
    expect(await entries.stateOf(idOf('d'))).toBeUndefined()
  })

  test('the table says of nobody who was deleted whom it is about: another secret knows nobody', async () => {
    const access = await host.open()
    await access.operator.block(idOf('ana'))
    const other = new AccessEntries({ pool: database.store.pool, key: Buffer.alloc(32, 8) })
    await other.load()
    expect(await other.stateOf(idOf('ana'))).toBeUndefined()
  })
})

describe('a code', () => {
  test('has eight characters that nobody confuses, and stays the same for an hour', async () => {
    const access = await host.open()
    const ana = await host.knows('ana')
    const first = await access.offerCode(ana)
    expect(first).toEqual({
      type: 'code',
      code: expect.stringMatching(/^[CDFGHJKMNPQRTWXY34679]{8}$/) as string,
      untilMs: host.clock.now() + HOUR_MS,
    })
    host.clock.turn(HOUR_MS - 1)
    expect(await access.offerCode(ana)).toEqual(first)
    host.clock.turn(1)
    expect(await codeOf(access, ana)).not.toBe(first?.type === 'code' && first.code)
  })

  test('is had by three strangers at a time, also when they ask at once', async () => {
    const access = await host.open()
    const strangers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => host.knows(name)))
    const offers = await Promise.all(strangers.map((stranger) => access.offerCode(stranger)))
    expect(offers.map((offer) => offer?.type).toSorted()).toEqual(['code', 'code', 'code', 'none', 'none'])
    host.clock.turn(HOUR_MS)
    const late = strangers[offers.findIndex((offer) => offer?.type === 'none')]!
    expect(await codeOf(access, late)).toMatch(/^\w{8}$/)
  })

  test('is not given where codes let nobody in', async () => {
    const ana = await host.knows('ana')
    for (const mode of ['open', 'allow-list'] as const)
      expect(await (await host.open({ mode })).offerCode(ana)).toBeUndefined()
    expect(await rows('select from pairing')).toEqual([])
  })

  test('lets its person in however it is typed, once, and they are told in their language', async () => {
    const access = await host.open()
    const told: BusMessage[] = []
    host.bus.subscribe((message) => void told.push(message))
    const code = await codeOf(access, await host.knows('ana', 'de'))
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `
    expect(await access.operator.approve(typed)).toEqual({ type: 'approved', identity: idOf('ana'), name: 'ana' })
    expect(await access.standingOf(idOf('ana'))).toBe('granted')
    const [reply] = await rows('select id, conversation_id, turn_id, text, kind, state from outbox')
    expect(reply).toMatchObject({
      conversation_id: idOf('ana'),
      turn_id: 'turn of ana',
      text: languages.de.access.approved,
      ...{ kind: 'notice', state: 'ready' },
    })
    expect(told).toEqual([{ op: 'reply-ready', conversation: idOf('ana'), reply: reply?.id }])
    expect(await access.operator.approve(code)).toEqual({ type: 'unknown-code' })
    expect(await (await host.open()).standingOf(idOf('ana'))).toBe('granted')
  })

  test('is worth nothing after an hour, when it was never made, or when its person was blocked', async () => {
    const access = await host.open()
    const late = await codeOf(access, await host.knows('late'))
    host.clock.turn(HOUR_MS)
    const refused = await codeOf(access, await host.knows('refused'))
    await access.operator.block(idOf('refused'))
    for (const code of [late, refused, 'CCCCCCCC', '', "' or true --"])
      expect(await access.operator.approve(code)).toEqual({ type: 'unknown-code' })
    expect(await rows('select from outbox')).toEqual([])
  })
})

describe('a block', () => {
  test('may come before the first message, and is taken back', async () => {
    const access = await host.open({ mode: 'open' })
    const ended: BusMessage[] = []
    host.bus.subscribe((message) => void ended.push(message))
    const identity = idOf('ana')
    expect(await access.operator.block(identity)).toEqual({ type: 'blocked', identity, wasBlocked: false })
    expect(await access.operator.block(identity)).toMatchObject({ wasBlocked: true })
    expect(ended).toContainEqual({ op: 'identity-blocked', identity })
    expect(await access.operator.unblock(identity)).toEqual({ type: 'unblocked', identity })
    expect(await access.standingOf(identity)).toBe('granted')
    expect(await access.operator.unblock(identity)).toEqual({ type: 'not-blocked' })
  })

  test('that comes while an approval is being stored counts, however late the end of that is heard of', async () => {
    const code = await codeOf(await host.open(), await host.knows('ana'))
    const [committed, blocked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { pool } = database.store
    const connect = async () => {
      const client = await pool.connect()
      const query = async (text: string, values?: unknown[]) => {
        const result = await client.query(text, values)
        if (text !== 'commit') return result
        committed.resolve()
        await Promise.race([blocked.promise, sleep(100)])
        return result
      }
      return { query, release: () => client.release() }
    }
    const slow = { query: pool.query.bind(pool), connect } as unknown as typeof pool
    const access = await accessHost({ ...database, store: { ...database.store, pool: slow } }).open()
    const approving = access.operator.approve(code)
    await committed.promise
    await access.operator.block(idOf('ana'))
    blocked.resolve()
    await approving
    expect(await access.standingOf(idOf('ana'))).toBe('blocked')
  })

  test('ends an approval: taken back, its person asks for a code again', async () => {
    const access = await host.open()
    await access.operator.approve(await codeOf(access, await host.knows('ana')))
    expect(await access.operator.unblock(idOf('ana'))).toEqual({ type: 'not-blocked' })
    await access.operator.block(idOf('ana'))
    await access.operator.unblock(idOf('ana'))
    expect(await access.standingOf(idOf('ana'))).toBe('stranger')
  })
})

test('the list shows who is let in, who is not, open codes, and groups, each with its name', async () => {
  const access = await host.open({ allow: [idOf('named')] })
  const code = await codeOf(access, await host.knows('asking'))
  await access.operator.approve(await codeOf(access, await host.knows('approved')))
  await access.operator.block(idOf('blocked'))
  await access.operator.setGroupMode(idOf('-5') as never, 'all')
  const at = new Date(host.clock.now())
  expect(await access.operator.list()).toEqual({
    mode: 'pairing',
    modes: {},
    allow: [idOf('named')],
    codes: [{ code, identity: idOf('asking'), name: 'asking', until: new Date(at.getTime() + HOUR_MS) }],
    approved: { rows: [{ identity: idOf('approved'), name: 'approved', since: at }], more: 0 },
    blocked: { rows: [{ identity: idOf('blocked'), name: null, since: at }], more: 0 },
    groupMode: 'replies',
    groups: { rows: [{ group: idOf('-5'), title: null, mode: 'all' }], more: 0 },
  })
})
