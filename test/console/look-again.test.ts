import path from 'node:path'
import { expect, test } from 'vitest'

type Data = { readonly state: string; readonly lastInAtMs?: number }
type Asked = { refetchInterval(query: { state: { data: Data; dataUpdatedAt: number } }): number }
type Asking = { channelAsked(name: string): Asked }
/** By a name that the type check does not follow: the pages have types of a browser. */
const ASKED: string = path.resolve('console/web/pages/channels/asked.ts')

test('a channel is looked at often while something is to be seen soon, and seldom once that takes long', async () => {
  const { channelAsked } = (await import(ASKED)) as Asking
  const { refetchInterval } = channelAsked('telegram')
  const everyMs = (atS: number, data: Data) => refetchInterval({ state: { data, dataUpdatedAt: atS * 1_000 } })
  const starting = { state: 'starting' }
  const ready = { state: 'ready' }
  expect([0, 19, 20].map((atS) => everyMs(atS, starting))).toEqual([250, 250, 3_000])
  // Nobody has written to it.
  expect([25, 84, 85, 600].map((atS) => everyMs(atS, ready))).toEqual([500, 500, 3_000, 3_000])
  expect(everyMs(601, { ...ready, lastInAtMs: 600_000 })).toBe(10_000)
  expect([602, 603].map((atS) => everyMs(atS, starting))).toEqual([250, 250])
})
