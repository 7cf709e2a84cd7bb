import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { PlatformPerson } from '../../kit/platform.ts'
import { requires, toldTo, waitOptions, type Journey } from './journey.ts'

export const picture = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer()

/** What people ask, and where. */
export function askingJourneys(journey: Journey): void {
  test('a text is answered once', async () => {
    const alice = journey.stranger('Alice')
    alice.says('is anybody there?')
    await alice.hears(/^You said: is anybody there\?$/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: is anybody there?'])
    const turns = await journey.query('select outcome from event where chat_id = $1', [alice.chatId])
    expect(turns).toEqual([{ outcome: 'reply' }])
  })

  test('a photo with a question is seen by the model', async () => {
    const alice = journey.stranger('Alice')
    alice.photo(await picture('red'), 'what is on this photo?')
    await alice.hears(/You said: what is on this photo\?/, waitOptions)
    expect(journey.asked('what is on this photo?').map(({ pictures }) => pictures)).toEqual([1])
  })

  test('an album is one question with every picture and the caption', async (context) => {
    requires(context, journey.platform, 'album')
    const alice = journey.stranger('Alice')
    alice.album(await Promise.all(['red', 'green', 'blue'].map(picture)), 'which one is warm?')
    await alice.hears(/You said: which one is warm\?/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(1)
    expect(journey.asked('which one is warm?').map(({ pictures }) => pictures)).toEqual([3])
  })

  test('in a group a mention, a reply to the bot and a command are answered, and nothing else', async (context) => {
    requires(context, journey.platform, 'group', 'reply')
    const group = journey.platform.group!('Runners')
    const [alice, bob] = [journey.stranger('Alice').in(group), journey.stranger('Bob').in(group)]
    alice.says('nothing for a bot, canary-overheard')
    alice.mentions('this is for you')
    const answer = await alice.hears(/this is for you$/, waitOptions)
    bob.says('nor this, canary-overheard')
    bob.replies(answer.id, 'and this, too')
    await bob.hears(/and this, too$/, waitOptions)
    alice.commands('status')
    await alice.hears(/^Model: /, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(3)
    expect(journey.asked('canary-overheard')).toEqual([])
  })

  test('an answer in a group shows which message it answers', async (context) => {
    requires(context, journey.platform, 'group', 'reply')
    const alice = journey.stranger('Alice').in(journey.platform.group!('Huts'))
    const id = alice.mentions('who asked?')
    const { replyTo } = await alice.hears(/who asked\?/, waitOptions)
    expect(replyTo).toBe(id)
  })

  test('threads of one group are conversations of their own', async (context) => {
    requires(context, journey.platform, 'group', 'thread')
    const group = journey.platform.group!('Roads')
    const [north, south] = [group.thread!('north'), group.thread!('south')]
    const inThread = (name: string, thread: string) => journey.stranger(name).in(group, thread)
    const [alice, bob] = [inThread('Alice', north), inThread('Bob', south)]
    alice.mentions('how is the north?')
    bob.mentions('how is the south?')
    await alice.hears(/how is the north\?/, waitOptions)
    await bob.hears(/how is the south\?/, waitOptions)
    await journey.settled()
    expect([toldTo(alice), toldTo(bob)].map(({ length }) => length)).toEqual([1, 1])
    expect(journey.asked('how is the south?').filter(({ text }) => text.includes('how is the north?'))).toEqual([])
    const threads = `select count(distinct conversation_id)::int as conversations from turn t
      join conversation c on c.id = t.conversation_id where c.chat ->> 'threadId' = any($1)`
    expect(await journey.query(threads, [[north, south]])).toEqual([{ conversations: 2 }])
  })

  test('a quoted message is read with its picture', async (context) => {
    requires(context, journey.platform, 'reply')
    const alice = journey.stranger('Alice')
    const photo = alice.photo(await picture('red'), 'keep this photo')
    await alice.hears(/You said: keep this photo/, waitOptions)
    await startsAnew(alice)
    alice.says('another matter')
    await alice.hears(/You said: another matter/, waitOptions)
    expect(journey.asked('another matter').map(({ pictures }) => pictures)).toEqual([0])
    alice.replies(photo, 'what colour has it?')
    await alice.hears(/what colour has it\?/, waitOptions)
    expect(journey.asked('what colour has it?').map(({ pictures }) => pictures)).toEqual([1])
  })

  test('two who write at once are each answered in their own chat', async () => {
    const people = ['Alice', 'Bob', 'Carol'].map((name) => journey.stranger(name))
    for (const person of people) person.says(`I am ${person.name}`)
    for (const person of people) await person.hears(new RegExp(`^You said: I am ${person.name}$`), waitOptions)
    await journey.settled()
    expect(people.map(toldTo)).toEqual(people.map(({ name }) => [`You said: I am ${name}`]))
  })
}

/** What was said before is no longer in prompts. */
async function startsAnew(person: PlatformPerson): Promise<void> {
  person.commands('reset')
  await person.hears(/a new conversation/, waitOptions)
}
