import { CatchUp } from '#adapters/discord/catch-up.ts'
import { ChannelError } from '#core/contract/channel.ts'
import { logFor } from '#machine/log.ts'
import { describe, expect, it } from 'vitest'
import { hastyClock } from '../telegram/fixture.ts'

describe('reading back', () => {
  const never = () => undefined
  const reading = { channelId: '1', after: '1', isPrivate: true }

  function reader(call: () => Promise<unknown>, room: () => Promise<void> = async () => undefined) {
    const missed: string[] = []
    const ended: string[] = []
    const catchUp = new CatchUp(
      {
        api: { call },
        missed: ({ id }) => void missed.push(id),
        ends: (id) => void ended.push(id),
        ...{ room, begins: never, clock: hastyClock().clock, random: () => 0.5, log: logFor('test:discord') },
      },
      new AbortController().signal,
    )
    return { catchUp, missed, ended }
  }

  it('takes no more than there is room for', async () => {
    const room = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let calls = 0
    const page = (from: number) => Array.from({ length: 100 }, (_, index) => ({ id: String(from + index) }))
    const { catchUp, missed } = reader(
      async () => page((calls += 1) * 1_000),
      () => room[calls]?.promise ?? new Promise(never),
    )
    catchUp.again([reading])
    expect(calls).toBe(0)
    room[0]?.resolve()
    await expect.poll(() => missed.length).toBe(100)
    room[1]?.resolve()
    await expect.poll(() => missed.length).toBe(200)
    expect(calls).toBe(2)
  })

  it('of a channel goes on once Discord answers again, and meanwhile holds up nobody', async () => {
    let calls = 0
    const { catchUp, missed, ended } = reader(async () => {
      calls += 1
      if (calls <= 12) throw new ChannelError('unreachable', 'Discord answered 502')
      return [{ id: '7' }]
    })
    catchUp.again([reading])
    await catchUp.idle()
    expect(missed).toEqual(['7'])
    expect(ended).toEqual(['1'])
  })

  it('of a channel whose answer is none is tried again at the next connection', async () => {
    const pages = [[{ id: 'nonsense' }], [{ id: '7' }]]
    const { catchUp, missed } = reader(async () => pages.shift())
    for (let connection = 0; connection < 2; connection += 1) {
      catchUp.again([reading])
      await catchUp.idle()
    }
    expect(missed).toEqual(['7'])
  })

  it('is not tried again at once in a channel that refuses it', async () => {
    let calls = 0
    const { catchUp } = reader(async () => {
      calls += 1
      throw new ChannelError('chat-gone', 'Missing Access')
    })
    for (let connection = 0; connection < 3; connection += 1) {
      catchUp.again([reading])
      await catchUp.idle()
    }
    expect(calls).toBe(1)
  })
})
