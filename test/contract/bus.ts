import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConversationId, ReplyId, TurnId } from '#core/contract/ids.ts'
import type { BusMessage, ReplyBus } from '#core/delivery/bus.ts'

/** Two ends of one bus; the same one where all is in one process. */
export type BusWorld = { readonly here: ReplyBus; readonly there: ReplyBus; [Symbol.asyncDispose](): Promise<void> }

const conversation = 'telegram:1:2' as ConversationId
const reply = 'reply' as ReplyId
const target = { reply, turn: 'turn' as TurnId, conversation }

const ALL: readonly BusMessage[] = [
  { op: 'typing-start', target },
  { op: 'reply-draft', target, text: 'Grüße, 世界 👩🏽‍🚀\n"and" more' },
  { op: 'typing-end', reply },
  { op: 'reply-ready', conversation, reply },
  { op: 'message-edited', conversation, messageId: '7' },
]

/** What every bus does in the same way. */
export function busContract(name: string, open: () => Promise<BusWorld>): void {
  describe(`${name}, as every bus`, () => {
    let world: BusWorld
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world[Symbol.asyncDispose]())

    test('carries every message as it is, in order, to every end', async () => {
      const ends = [hear(world.here, ALL.length), hear(world.there, ALL.length)]
      for (const message of ALL) world.here.publish(message)
      for (const heard of await Promise.all(ends)) expect(heard).toEqual(ALL)
    })

    test('lets a listener that throws hurt nobody', async () => {
      world.there.subscribe(() => {
        throw new Error('no')
      })
      const heard = hear(world.there, ALL.length)
      for (const message of ALL) world.here.publish(message)
      expect(await heard).toEqual(ALL)
    })

    test('says nothing to who has stopped listening', async () => {
      const stopped: BusMessage[] = []
      const stop = world.there.subscribe((message) => void stopped.push(message))
      const first = hear(world.there, 1)
      world.here.publish({ op: 'typing-end', reply })
      await first
      stop()
      const heard = hear(world.there, ALL.length)
      for (const message of ALL) world.here.publish(message)
      await heard
      expect(stopped).toEqual([{ op: 'typing-end', reply }])
    })

    test('stays quiet after its end', async () => {
      const heard: BusMessage[] = []
      world.here.subscribe((message) => void heard.push(message))
      await world.here[Symbol.asyncDispose]()
      world.here.publish({ op: 'typing-end', reply })
      expect(heard).toEqual([])
    })
  })
}

function hear(bus: ReplyBus, count: number): Promise<BusMessage[]> {
  const heard: BusMessage[] = []
  return new Promise((resolve) => {
    const stop = bus.subscribe((message) => {
      heard.push(message)
      if (heard.length < count) return
      stop()
      resolve(heard)
    })
  })
}
