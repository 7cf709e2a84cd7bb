import { OwnerQuiet } from '#adapters/whatsapp/owner.ts'
import { logFor } from '#machine/log.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { ANA, BO } from './models.ts'

let clock: ManualClock
let sink: RecordingSink
beforeEach(() => {
  clock = new ManualClock()
  sink = new RecordingSink()
})

const open = (quietMinutes = 30) =>
  new OwnerQuiet(
    { notes: sink.notes, quietMinutes, clock, random: () => 0.5, log: logFor('test:whatsapp') },
    new AbortController().signal,
  )

it('a chat is quiet for as long as the setting says after the newest words of the owner, and no other is', async () => {
  const owner = open()
  owner.wrote(ANA)
  expect([await owner.isQuiet(ANA), await owner.isQuiet(BO)]).toEqual([true, false])
  clock.turn(20 * 60_000)
  owner.wrote(ANA)
  clock.turn(29 * 60_000)
  expect(await owner.isQuiet(ANA)).toBe(true)
  clock.turn(60_000)
  expect(await owner.isQuiet(ANA)).toBe(false)
})

it('words of a while ago count from when they were written, and never shorten the quiet', async () => {
  const owner = open()
  owner.wrote(ANA, 29 * 60_000)
  owner.wrote(BO, 31 * 60_000)
  expect([await owner.isQuiet(ANA), await owner.isQuiet(BO)]).toEqual([true, false])
  owner.wrote(BO)
  owner.wrote(BO, 29 * 60_000)
  clock.turn(2 * 60_000)
  expect([await owner.isQuiet(ANA), await owner.isQuiet(BO)]).toEqual([false, true])
})

it('a restart keeps the quiet', async () => {
  open().wrote(ANA)
  await vi.waitFor(() => expect(sink.noted.size).toBe(1))
  const later = open()
  expect(await later.isQuiet(ANA)).toBe(true)
  clock.turn(30 * 60_000)
  expect(await later.isQuiet(ANA)).toBe(false)
})

it('the store is asked once for each chat', async () => {
  const get = vi.spyOn(sink.notes, 'get')
  const owner = open()
  for (let count = 0; count < 3; count += 1) await owner.isQuiet(ANA)
  expect(get).toHaveBeenCalledTimes(1)
})

it('with 0 minutes nobody is silenced, and nothing is noted', async () => {
  const owner = open(0)
  owner.wrote(ANA)
  expect(await owner.isQuiet(ANA)).toBe(false)
  expect(sink.noted.size).toBe(0)
})

it('while the store is down it is quiet at once, and is noted when the store is back', async () => {
  const put = vi.spyOn(sink.notes, 'put').mockRejectedValueOnce(new Error('the store is down'))
  const owner = open()
  owner.wrote(ANA)
  expect(await owner.isQuiet(ANA)).toBe(true)
  await clock.untilSleeping()
  clock.turn(60_000)
  await vi.waitFor(() => expect(sink.noted.size).toBe(1))
  expect(put).toHaveBeenCalledTimes(2)
})
