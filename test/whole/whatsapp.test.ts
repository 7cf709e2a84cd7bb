import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import { describeJourney, type Journey, toldTo, waitOptions } from '../contract/journeys/journey.ts'
import { picture } from '../contract/journeys/asking.ts'
import { type OpenPlatform, UNPACED, unlimited } from '../kit/doubles.ts'
import type { WhatsAppDouble } from '../kit/whatsapp/double.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describeJourney('what people on WhatsApp send beside words', unlimited('whatsapp'), (journey) => {
  const double = () => journey.platform as WhatsAppDouble
  const someone = (name: string, options: { hidesNumber?: boolean } = {}) =>
    double().person(`${name} of ${Math.random()}`, options)

  /** Nothing of it is stored, and nobody is told anything. */
  const expectUnheard = async (say: (alice: ReturnType<typeof someone>) => void) => {
    const alice = someone('Alice')
    say(alice)
    await expectSilence(journey, alice)
  }

  test('kinds that cannot be read are answered by a kind sentence, once', async () => {
    const alice = someone('Alice')
    const kinds = {
      voice: () => alice.sendsVoice(),
      'view-once picture': () => alice.sendsViewOnce(Buffer.from('GIF89a')),
      poll: () => alice.sendsPoll('Tea or coffee?', 'tea', 'coffee'),
      'of a kind to come': () => alice.sends({ type: 'hologram', body: 'of whom?' }),
      'without a body': () => alice.sends({ type: 'chat' }),
    }
    for (const send of Object.values(kinds)) {
      send()
      await journey.settled()
    }
    expect(toldTo(alice)).toEqual([en.unsupported.audio, ...Array(4).fill(en.unsupported.other)])
  })

  test('a file that WhatsApp no longer has is asked for again', async () => {
    const alice = someone('Alice')
    double().faults.add({ op: 'receive', delayMs: 300 })
    alice.expires(alice.photo(await picture('red'), 'what is this?'))
    expect((await alice.hears(/./, waitOptions)).text).toBe(en.pictureGone)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(1)
  })

  test('a message of 65,000 characters gets one answer', async () => {
    const alice = someone('Alice')
    alice.says('long '.repeat(13_000))
    await alice.hears(/./, waitOptions)
    await journey.settled()
    expect(toldTo(alice).length).toBeGreaterThan(0)
    alice.says('still here?')
    await alice.hears(/^You said: still here\?$/, waitOptions)
  })

  test('broadcasts, statuses and channels are nobody’s to answer', async () => {
    await expectUnheard((alice) => alice.broadcasts('to all of you'))
    await expectUnheard((alice) => alice.postsStatus('at the sea'))
    const [before] = await journey.query<{ n: number }>('select count(*)::int n from event')
    double().newsletter('News', 'something happened')
    await journey.settled()
    expect(await journey.query('select count(*)::int n from event')).toEqual([before])
  })

  test('what cannot be decrypted is answered once it can', async () => {
    const alice = someone('Alice')
    const id = alice.sendsUnreadable('a secret?')
    alice.sendsReadable(id)
    await alice.hears(/^You said: a secret\?$/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(1)
  })

  test('what the owner writes in a chat silences it for half an hour', async () => {
    const alice = someone('Alice')
    alice.says('good morning')
    await alice.hears(/^You said: good morning$/, waitOptions)
    await journey.settled()
    double().phone.types(alice, 'I will see to it myself')
    await journey.taken()
    alice.says('is it you?')
    await expectSilence(journey, alice)
    const other = journey.stranger('Bob')
    other.says('and I?')
    await other.hears(/^You said: and I\?$/, waitOptions)
    journey.passes(31 * MINUTE_MS)
    alice.says('hello again')
    await alice.hears(/^You said: hello again$/, waitOptions)
    expect(toldTo(alice)).not.toContain('You said: is it you?')
  })

  test('what the account writes to itself is for nobody', async () => {
    const { state, phone } = double()
    const [before] = await journey.query<{ n: number }>('select count(*)::int n from event')
    phone.types({ id: state.addChat({ id: state.me.pn, name: 'me' }).id }, 'buy milk')
    await journey.settled()
    expect(await journey.query('select count(*)::int n from event')).toEqual([before])
  })

  test('one person is the same by number and by hidden id, alone and in a group', async () => {
    const alice = someone('Alice', { hidesNumber: true })
    alice.says('by my hidden id')
    await alice.hears(/^You said: by my hidden id$/, waitOptions)
    const group = double().group(`Hidden ${Math.random()}`, { isLidAddressing: true })
    const inGroup = alice.in(group)
    inGroup.mentions('and here?')
    await inGroup.hears(/You said: and here\?$/, waitOptions)
    const people = await journey.query('select distinct person_id from identity where id = $1 or id like $2', [
      alice.identity,
      `%${alice.contact.lid}%`,
    ])
    expect(people).toHaveLength(1)
  })

  test('an album with its words on the second picture is one question', async () => {
    const alice = someone('Alice')
    const [red, blue] = await Promise.all(['red', 'blue'].map(picture))
    alice.photo(red!)
    alice.photo(blue!, 'which is warmer?')
    await alice.hears(/You said: which is warmer\?/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(1)
    expect(journey.asked('which is warmer?').map(({ pictures }) => pictures)).toEqual([2])
  })

  test('a message that comes twice, also after others, is answered once', async () => {
    const alice = someone('Alice')
    const first = alice.says('first')
    alice.repeats(first)
    await alice.hears(/^You said: first$/, waitOptions)
    alice.says('second')
    await alice.hears(/^You said: second$/, waitOptions)
    alice.repeats(first)
    await expectSilence(journey, alice, 2)
  })

  test.each([-300, 300])(
    'a message that was written %i seconds ago by the clock of WhatsApp is answered',
    async (ageS) => {
      // The account was linked before.
      journey.passes(10 * MINUTE_MS)
      const alice = someone('Alice')
      alice.saidLate('what time is it?', ageS)
      await alice.hears(/^You said: what time is it\?$/, waitOptions)
      await journey.settled()
      expect(toldTo(alice)).toHaveLength(1)
    },
  )

  test('a reply to the bot is for it in a group of hidden ids, and what others say there is not', async () => {
    const alice = someone('Alice', { hidesNumber: true })
    const group = double().group(`Hidden ${Math.random()}`, { isLidAddressing: true })
    const inGroup = alice.in(group)
    inGroup.mentions('are you there?')
    const answer = await inGroup.hears(/You said: are you there\?$/, waitOptions)
    inGroup.says('I ask somebody else')
    inGroup.replies(answer.id, 'and now?')
    await inGroup.hears(/and now\?$/, waitOptions)
    await journey.settled()
    expect(toldTo(inGroup).join(' ')).not.toMatch(/somebody else/)
  })

  test('a picture that nobody asked about is looked at once somebody quotes it', async () => {
    const group = double().group(`Pictures ${Math.random()}`)
    const [alice, bob] = [someone('Alice').in(group), someone('Bob').in(group)]
    const red = bob.photo(await picture('red'))
    await journey.settled()
    const me = double().state.me.pn.split('@')[0]
    alice.replies(red, `@${me} which colour is it?`)
    await alice.hears(/which colour is it\?$/, waitOptions)
    expect(journey.asked('which colour is it?').map(({ pictures }) => pictures)).toEqual([1])
  })

  test('a message that comes hours late is answered, one of yesterday is not', async () => {
    // It was linked before.
    journey.passes(26 * HOUR_MS)
    const alice = someone('Alice')
    alice.saidLate('from this morning', (5 * HOUR_MS) / 1_000)
    await alice.hears(/^You said: from this morning$/, waitOptions)
    alice.saidLate('from the day before', (25 * HOUR_MS) / 1_000)
    await expectSilence(journey, alice, 1)
  })
})

const byDefault: OpenPlatform = async (around) => {
  const double = await unlimited('whatsapp')(around)
  await writeFile(path.join(around.dataFolder, 'chasqui.yaml'), UNPACED)
  return double
}

describeJourney('a linked account, with nothing said of who may write', byDefault, (journey) => {
  test('a stranger gets a code, and is answered once the operator has approved it', async () => {
    const alice = journey.stranger('Alice')
    alice.says('may I?')
    const { text } = await alice.hears(CODE, waitOptions)
    const approved = await promisify(execFile)(
      process.execPath,
      ['cli/access.ts', 'approve', CODE.exec(text)?.[0] ?? ''],
      { env: { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: journey.service.dataFolder } },
    )
    expect(approved.stdout).toContain(alice.identity)
    await alice.hears(/^You have been let in/, waitOptions)
    alice.says('thank you')
    await alice.hears(/^You said: thank you$/, waitOptions)
    expect(journey.asked('may I?')).toEqual([])
  })
})

const CODE = /^[CDFGHJKMNPQRTWXY34679]{8}$/m

/** Everything was taken and done, and nothing more was said. */
async function expectSilence(journey: Journey, person: ReturnType<WhatsAppDouble['person']>, before?: number) {
  const told = before ?? toldTo(person).length
  await journey.settled()
  expect(toldTo(person)).toHaveLength(told)
}
