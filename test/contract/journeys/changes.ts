import { expect, onTestFinished, test } from 'vitest'
import type { PlatformGroup, PlatformPerson, ShownMessage } from '../../kit/platform.ts'
import { GROWING, WORDS_BEFORE_PAUSE } from '../../kit/growing-answer.ts'
import { requires, toldTo, waitOptions, type Journey } from './journey.ts'

/** What people do to what was said: change it, take it back, judge it, stop it. */
export function changeJourneys(journey: Journey): void {
  test('an edit before the answer changes the question', async (context) => {
    requires(context, journey.platform, 'edit')
    const alice = journey.stranger('Alice')
    await saysAndWaits(alice, 'which colour?', (id) => alice.edits(id, 'which shape?'))
    await alice.hears(/^You said: which shape\?$/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: which shape?'])
  })

  test('a deletion before the answer withdraws the question', async (context) => {
    requires(context, journey.platform, 'delete')
    const alice = journey.stranger('Alice')
    await saysAndWaits(alice, 'never mind', (id) => alice.deletes(id))
    await journey.settled()
    expect(toldTo(alice)).toEqual([])
  })

  test('an edit after the answer leaves it as it is', async (context) => {
    requires(context, journey.platform, 'edit')
    const alice = journey.stranger('Alice')
    const id = alice.says('which river?')
    await alice.hears(/You said: which river\?/, waitOptions)
    await journey.settled()
    alice.edits(id, 'which mountain?')
    await changesStored(alice)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: which river?'])
  })

  test('a deletion after the answer leaves it as it is', async (context) => {
    requires(context, journey.platform, 'delete')
    const alice = journey.stranger('Alice')
    const id = alice.says('which bridge?')
    await alice.hears(/You said: which bridge\?/, waitOptions)
    await journey.settled()
    alice.deletes(id)
    await changesStored(alice)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: which bridge?'])
  })

  test('👍 and 👎 under an answer are stored with its turn', async (context) => {
    requires(context, journey.platform, 'press')
    const alice = journey.stranger('Alice')
    alice.says('was it good?')
    alice.presses((await hearsWithButton(alice, '👍')).id, '👍')
    await feedbackIs(alice, 'good')
    alice.says('and this?')
    await alice.hears(/You said: and this\?/, waitOptions)
    await journey.settled()
    alice.presses((await hearsWithButton(alice, '👎')).id, '👎')
    await feedbackIs(alice, 'good', 'bad')
    expect(toldTo(alice)).toEqual(['You said: was it good?', 'You said: and this?'])
  })

  test('👍 and 👎 as reactions to an answer are stored with its turn', async (context) => {
    requires(context, journey.platform, 'react')
    const alice = journey.stranger('Alice')
    alice.says('do you like it?')
    const { id } = await alice.hears(/You said: do you like it\?/, waitOptions)
    await journey.settled()
    alice.reacts(id, '👎')
    await feedbackIs(alice, 'bad')
    alice.reacts(id, '👍')
    await feedbackIs(alice, 'good')
    expect(toldTo(alice)).toEqual(['You said: do you like it?'])
  })

  test('"stop" from the person who asked ends the answer, and what was shown stays', async () => {
    const { alice, release } = await askedForMuch()
    const shown = toldTo(alice)
    alice.says('stop')
    await journey.settled()
    release()
    expect(toldTo(alice).join('\n')).not.toContain('carried knots.')
    if (shown[0] !== undefined) expect(toldTo(alice)[0]?.startsWith(shown[0])).toBe(true)
  })

  test('the button under a growing answer stops it', async (context) => {
    requires(context, journey.platform, 'press', 'growing answer')
    const { alice, release } = await askedForMuch()
    const { id } = await hearsWithButton(alice)
    const [half = ''] = toldTo(alice)
    alice.presses(id, /./)
    await journey.settled()
    release()
    const [told = '', ...more] = toldTo(alice)
    expect({ keeps: told.startsWith(half), ends: told.includes('carried knots.'), more }).toEqual({
      keeps: true,
      ends: false,
      more: [],
    })
  })

  test('"stop" from somebody else in a group changes nothing', async (context) => {
    requires(context, journey.platform, 'group', 'growing answer')
    const group = journey.platform.group!('Stops')
    const bob = journey.stranger('Bob').in(group)
    const { alice, release } = await askedForMuch(group)
    bob.mentions('stop')
    await journey.taken()
    release()
    await alice.hears(/carried knots\.$/, waitOptions)
    await journey.settled()
  })

  /** Holds the judgement of a message until what was done with it is stored. */
  async function saysAndWaits(person: PlatformPerson, text: string, act: (id: string) => void): Promise<void> {
    const go = Promise.withResolvers<void>()
    onTestFinished(() => go.resolve())
    journey.host.fail('guard', { type: 'hold', go: go.promise })
    const judging = journey.host.next('guard')
    const id = person.says(text)
    await judging
    act(id)
    await changesStored(person)
    go.resolve()
  }

  /** A platform may count as taken what the service has only received. */
  async function changesStored({ chatId }: PlatformPerson): Promise<void> {
    const changes = `select 1 from event where chat_id = $1 and kind in ('edit', 'delete')`
    await expect.poll(() => journey.query(changes, [chatId]), { interval: 10 }).not.toEqual([])
  }

  /** Somebody asks for an answer that stands still half way, until `release`. */
  async function askedForMuch(group?: PlatformGroup): Promise<{ alice: PlatformPerson; release: () => void }> {
    const go = Promise.withResolvers<void>()
    onTestFinished(() => go.resolve())
    journey.answers.set('without end', GROWING)
    journey.host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: go.promise })
    const generating = journey.host.next('chat')
    const stranger = journey.stranger('Alice')
    const alice = group === undefined ? stranger : stranger.in(group)
    if (group === undefined) alice.says('speak without end')
    else alice.mentions('speak without end')
    await generating
    if (journey.platform.cannot['growing answer'] === undefined) await alice.hears(/^The chasquis/, waitOptions)
    return { alice, release: go.resolve }
  }

  /** The message under which there is this button, or any. */
  async function hearsWithButton(person: PlatformPerson, label?: string): Promise<ShownMessage> {
    const isThere = ({ buttons }: ShownMessage) => (label === undefined ? buttons.length > 0 : buttons.includes(label))
    return await journey.platform.until(() => person.transcript().findLast(isThere), waitOptions)
  }

  async function feedbackIs({ chatId }: PlatformPerson, ...values: readonly ('good' | 'bad')[]): Promise<void> {
    const stored = `select f.value from feedback f join turn t on t.id = f.turn_id
      join conversation c on c.id = t.conversation_id where c.chat ->> 'id' = $1 order by t.number`
    await expect.poll(() => journey.query(stored, [chatId])).toEqual(values.map((value) => ({ value })))
  }
}
