import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventId, personId, turnId } from '#core/contract/ids.ts'
import type { MediaRow } from '#core/media/media-path.ts'
import { createMediaStore, type MediaOrigin, type MediaStore } from '#core/media/media-store.ts'
import { preparePicture, type Prepared } from '#core/media/prepare.ts'
import { conversation, media as mediaTable, person } from '#core/store/schema.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, conversationOf, randomId } from '../../kit/events.ts'
import { jpegOf } from './hostile.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

const DAY_MS = 86_400_000

let database: TestDatabase
let red: Prepared
let blue: Prepared
beforeAll(async () => {
  database = await openTestDatabase()
  ;[red, blue] = await Promise.all([preparePicture(await jpegOf('red')), preparePicture(await jpegOf('blue'))])
})
afterAll(() => database[Symbol.asyncDispose]())

let folder: string
let nowMs: number
let media: MediaStore
beforeEach(async () => {
  await database.store.db.delete(mediaTable)
  folder = await temporaryFolder()
  nowMs = Date.now()
  const clock: Clock = { ...systemClock, now: () => nowMs }
  media = createMediaStore({ folder, store: database.store, clock })
})

/** A new person in a chat of their own, with one picture of one event. */
async function newOrigin(): Promise<MediaOrigin> {
  const origin = {
    eventId: eventId(randomId),
    part: 0,
    person: personId(randomId),
    conversation: conversationOf(randomId()),
    turn: turnId(randomId),
  }
  const createdAt = new Date(nowMs)
  await database.store.db.insert(person).values({ id: origin.person, createdAt })
  await database.store.db
    .insert(conversation)
    .values({ id: origin.conversation, account, chat: { id: '1', kind: 'dm' }, createdAt })
  return origin
}

const read = async (row: MediaRow) => Buffer.from(await media.read(row))
const filesOf = (origin: MediaOrigin) => readdir(path.join(folder, origin.person)).catch(() => [])

describe('kept pictures', () => {
  it('are read as they were kept, and kept once however often', async () => {
    const origin = await newOrigin()
    await media.keep(origin, red)
    const row = await media.keep(origin, red)
    expect(await media.find(origin.eventId, 0)).toEqual(row)
    expect(await read(row)).toEqual(red.bytes)
    expect(await filesOf(origin)).toEqual([`${row.sha256}.jpg`])
    expect((await stat(path.join(folder, origin.person, `${row.sha256}.jpg`))).mode & 0o777).toBe(0o600)
  })

  it('lie with each person apart, the same picture too', async () => {
    const [alice, bob] = [await newOrigin(), await newOrigin()]
    const [hers, his] = [await media.keep(alice, red), await media.keep(bob, red)]
    expect(hers.sha256).toBe(his.sha256)
    await rm(path.join(folder, alice.person), { recursive: true })
    expect(await read(his)).toEqual(red.bytes)
    await expect(media.read(hers)).rejects.toMatchObject({ name: 'PictureError', code: 'gone' })
  })

  it('are of nobody else: a row of one person is not written over for another', async () => {
    const [alice, bob] = [await newOrigin(), await newOrigin()]
    await media.keep(alice, red)
    await media.keep({ ...bob, eventId: alice.eventId }, blue)
    expect(await media.find(alice.eventId, 0)).toMatchObject({ personId: alice.person })
  })

  it('never leave their folder, whatever an id says', async () => {
    const origin = await newOrigin()
    const row = await media.keep(origin, red)
    for (const wrong of ['..', '../x', 'a/b', '', 'a\0', 'ü']) {
      await expect(media.read({ ...row, personId: wrong as typeof row.personId })).rejects.toThrow(TypeError)
    }
    await expect(media.read({ ...row, sha256: '../../x' })).rejects.toThrow(TypeError)
  })

  it('are deleted after their time, files and rows, the younger ones and those of others not', async () => {
    const [old, other] = [await newOrigin(), await newOrigin()]
    const oldRow = await media.keep(old, red)
    await media.keep({ ...old, part: 1 }, blue)
    nowMs += 31 * DAY_MS
    const youngAgain = { ...old, eventId: eventId(randomId) }
    const young = await media.keep(youngAgain, blue)
    const others = await media.keep(other, red)

    expect(await media.cleanUp(30 * DAY_MS)).toBe(2)
    expect(await media.find(old.eventId, 0)).toBeUndefined()
    expect(await media.find(old.eventId, 1)).toBeUndefined()
    await expect(media.read(oldRow)).rejects.toMatchObject({ code: 'gone' })
    // The same picture, sent again later, is still there.
    expect(await read(young)).toEqual(blue.bytes)
    expect(await read(others)).toEqual(red.bytes)
    expect(await media.cleanUp(30 * DAY_MS)).toBe(0)
  })

  it('leave nothing behind that a crash had left between file and row', async () => {
    const origin = await newOrigin()
    const row = await media.keep(origin, red)
    const orphans = ['a'.repeat(64) + '.jpg', `${'b'.repeat(64)}.jpg.x.part`].map((name) =>
      path.join(folder, origin.person, name),
    )
    for (const orphan of orphans) {
      await writeFile(orphan, 'x')
      await utimes(orphan, 0, 0)
    }
    expect(await media.cleanUp(30 * DAY_MS)).toBe(0)
    expect(await filesOf(origin)).toEqual([`${row.sha256}.jpg`])
  })
})
