import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import type { EventId, PersonId } from '#core/contract/ids.ts'
import type { MessageContent } from '#core/contract/message.ts'
import { pastTurns } from '#core/conversation/past-turns.ts'
import { deletePerson } from '#core/forget/delete-person.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import type { TakenOver } from '#core/store/schema.ts'
import { createTombstones } from '#core/store/tombstones.ts'
import { keepWaitingPicture } from '#core/takeover/pictures.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { conversationOf, edit, message, picture } from '../../kit/events.ts'
import { temporaryFolder } from '../../kit/product.ts'
import { answer, textOf } from '../../kit/worker.ts'
import { workerTest } from '../worker/fixture.ts'

const { open, pool } = workerTest()
const here = conversationOf()
const TAKEN: TakenOver = { by: 'op', sinceMs: 0, actMs: 0, revision: 'r', isTold: true }

let folder: string
let photo: Buffer
beforeAll(async () => {
  folder = await temporaryFolder('waiting-pictures')
  photo = await readFile('engine/models/tiny-scout/samples/01.jpg')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let fetched: string[]
let isOpen: boolean
beforeEach(() => {
  fetched = []
  isOpen = true
})

/** Somebody whose conversation was taken over, and a picture of theirs that waits there. */
async function setUp(parts: MessageContent['parts'] = [picture('photo', 'look')]) {
  const service = await open(async (turn) => answer(`answer to ${textOf(turn)}`))
  const { store, inbox, idle } = service
  const media = createMediaStore({ folder, store, clock: systemClock })
  await inbox.accept([message('one')])
  await idle()
  await pool().query('update conversation set take_over = $1', [TAKEN])
  const sent = message('', { parts })
  await inbox.accept([sent])
  const channel = {
    async fetchMedia({ ref }: { ref: string }) {
      fetched.push(ref)
      if (ref === 'gone') throw new ChannelError('media-gone', 'It is gone.')
      return ref === 'svg' ? Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>') : photo
    },
  }
  const deps = { store, media, channelFor: () => (isOpen ? channel : undefined), clock: systemClock }
  const { rows } = await pool().query<{ id: EventId; person_id: PersonId }>('select * from event order by seq desc')
  const [{ id: event, person_id: person } = { id: '' as EventId, person_id: '' as PersonId }] = rows
  const looks = (more: { event?: EventId; part?: number; conversation?: typeof here } = {}) =>
    keepWaitingPicture(deps, { conversation: here, event, part: 0, ...more }, AbortSignal.timeout(5_000))
  return { ...service, media, looks, sent, event, person }
}

const filesOf = (person: PersonId) => readdir(path.join(folder, person)).catch(() => [])

test('a picture that waits is fetched once, prepared, and kept with its person, whose deletion takes it away', async () => {
  const { looks, person, store, media } = await setUp()
  expect([await looks(), await looks()]).toEqual(['kept', 'kept'])
  expect(fetched).toEqual(['photo'])
  const { rows } = await pool().query('select mime, width <= 336 as is_small, turn_id from media')
  expect(rows).toEqual([{ mime: 'image/jpeg', is_small: true, turn_id: null }])
  expect(await filesOf(person)).toHaveLength(1)
  const around = { access: { forget: () => undefined }, forgetPrompts: async () => 0, log: logFor('test:takeover') }
  const rooms = { store, media, exports: { deleteOf: async () => 0 }, channels: () => [], clock: systemClock }
  await deletePerson({ ...rooms, ...around, tombstones: createTombstones(Buffer.alloc(32)) }, person)
  expect(await filesOf(person)).toEqual([])
  expect(await looks()).toBe('none')
})

test('only a picture that waits in this conversation, while somebody has it, is fetched', async () => {
  const { looks, inbox, sent } = await setUp([{ type: 'text', text: 'words' }, picture()])
  expect(await looks()).toBe('none')
  expect(await looks({ part: 7 })).toBe('none')
  expect(await looks({ part: 1, event: 'another' as EventId })).toBe('none')
  expect(await looks({ part: 1, conversation: conversationOf('2') })).toBe('none')
  // The picture in place of which another one came.
  await inbox.accept([edit(sent, '', { parts: [picture('another')] })])
  const { rows } = await pool().query<{ id: EventId }>(`select id from event where kind = 'edit'`)
  expect(await looks({ event: rows[0]?.id as EventId })).toBe('kept')
  expect(fetched).toEqual(['another'])
  await pool().query('update conversation set take_over = null')
  expect(await looks({ part: 1 })).toBe('none')
})

test('what is no picture is not kept, and one of a channel that is closed can be asked for again', async () => {
  const { looks, person } = await setUp([picture('svg'), picture('gone'), picture('photo')])
  expect([await looks(), await looks({ part: 1 })]).toEqual(['unusable', 'unusable'])
  isOpen = false
  expect(await looks({ part: 2 })).toBe('away')
  expect(await filesOf(person)).toEqual([])
  isOpen = true
  expect(await looks({ part: 2 })).toBe('kept')
})

test('a later prompt has none of the pictures that an operator answered: no guard has judged them', async () => {
  const { looks, person, store, idle } = await setUp()
  await looks()
  await pool().query('update conversation set take_over = null')
  await idle()
  await pool().query(`update turn set state = 'human' where number = 2`)
  const past = await pastTurns(store, { conversation: here, person, turnsMax: 9 })
  expect(past.at(-1)).toMatchObject({ asked: 'look', pictures: [], picturesForgotten: 1, isByPerson: true })
})
