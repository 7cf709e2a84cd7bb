import { describe, expect, test } from 'vitest'
import type { Capabilities } from '#core/contract/channel.ts'
import type { Shown } from './fake-platform.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open: openFixture, database } = deliveryTest((opened) => {
  fixture = opened
})

const open = (capabilities: Partial<Capabilities>) => openFixture({ marksFinal: false, ...capabilities })

const LONG = `${'first '.repeat(15)}\n\n${'second '.repeat(13)}`.trim()
/** Each with room for a label, which messages that cannot be edited leave. */
const TWO = `${'first '.repeat(11)}\n\n${'second '.repeat(9)}`.trim()
const JUDGING = ['good: 👍', 'bad: 👎']
const STOPPING = ['stop: Stop']
const shown = ({ messages }: { messages: readonly Shown[] }) => messages.map(({ buttons }) => buttons)

describe('buttons', () => {
  test('stop an answer while it grows, and judge it when it is complete', async () => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    expect(shown(platform)).toEqual([STOPPING])
    await fixture.answer(turn, 'Hello.')
    expect(shown(platform)).toEqual([JUDGING])
  })

  test('change although the text stays the same', async () => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hello.')
    await fixture.answer(turn, 'Hello.')
    expect(platform.messages).toMatchObject([{ texts: ['Hello.', 'Hello.'], buttons: JUDGING }])
  })

  test('are below the newest message only', async () => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'first '.repeat(15).trim())
    expect(shown(platform)).toEqual([STOPPING])
    await fixture.advance(1000)
    await fixture.draft(turn, LONG.slice(0, 120))
    expect(shown(platform)).toEqual([[], STOPPING])
    await fixture.answer(turn, LONG)
    expect(shown(platform)).toEqual([[], JUDGING])
  })

  test('of an answer that became shorter are below its last message', async () => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, LONG)
    await fixture.answer(turn, 'Short.')
    expect(platform.seenIn('a')).toEqual(['Short.', '…'])
    expect(shown(platform)).toEqual([JUDGING, []])
  })

  test.each(['block', 'apology', 'notice', 'command'] as const)('are taken away by a %s', async (kind) => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    await fixture.finish(turn, 'Hel', { kind })
    await fixture.settled()
    expect(shown(platform)).toEqual([[]])
  })

  test('that cannot be changed later come with the last message of the finished answer', async () => {
    const { platform } = await open({ buttons: 'quick', streaming: 'none' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.answer(turn, TWO)
    expect(shown(platform)).toEqual([[], JUDGING])
    platform.change({ streaming: 'edit' })
    await fixture.draft(await fixture.turn(await fixture.chat('b'), 1), 'Hel')
    expect(shown(platform).at(-1)).toEqual([])
  })

  test('are not shown where the chat has none', async () => {
    const { platform } = await open({ buttons: 'none' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.draft(turn, 'Hel')
    await fixture.answer(turn, 'Hello.')
    expect(shown(platform)).toEqual([[]])
  })

  test('are labelled in the language of the person', async () => {
    const { platform } = await open({ buttons: 'below' })
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await database().store.pool.query(
      `insert into identity (id, person_id, display_name, locale, created_at)
       values ('telegram:1:9', $1, 'X', 'de', now())`,
      [turn.person],
    )
    await fixture.draft(turn, 'Hal')
    expect(shown(platform)).toEqual([['stop: Halt']])
  })
})

describe('what an answer answers', () => {
  test('is named in every chat, and shown in groups', async () => {
    const { platform } = await open({ streaming: 'none' })
    for (const kind of ['dm', 'group'] as const) {
      const turn = await fixture.turn(await fixture.chat(kind, kind), 1)
      await fixture.finish(turn, TWO, { answers: '77' })
      await fixture.settled()
    }
    const answers = platform.messages.map(({ chat, answers, replyTo }) => ({ chat, answers, replyTo }))
    expect(answers).toEqual([
      { chat: 'dm', answers: '77', replyTo: undefined },
      { chat: 'dm', answers: '77', replyTo: undefined },
      { chat: 'group', answers: '77', replyTo: '77' },
      { chat: 'group', answers: '77', replyTo: undefined },
    ])
  })

  test('is the newest message of its turn, while it grows, too', async () => {
    const { platform } = await open({})
    const turn = await fixture.turn(await fixture.chat('a'), 1)
    await fixture.wrote(turn, '7')
    await fixture.wrote(turn, '8')
    await fixture.draft(turn, 'Hel')
    expect(platform.messages).toMatchObject([{ answers: '8', replyTo: undefined }])
  })
})
