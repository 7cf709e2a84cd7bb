import { expect, onTestFinished, test } from 'vitest'
import type { Capabilities } from '#core/contract/channel.ts'
import { lengthOf } from '#core/delivery/text-length.ts'
import type { PlatformPerson, ShownMessage } from '../../kit/platform.ts'
import { GROWING, WORDS_BEFORE_PAUSE } from '../../kit/growing-answer.ts'
import { requires, squeezed, toldTo, waitOptions, type Journey } from './journey.ts'

const RESERVED = 'Reserved: _ * [ ] ( ) ~ ` > # + - = | { } . ! < > & \\ here'
const NAMES = 'Names: @everyone @here <@123> <@!123> <@&456> <#789> https://example.org'
const MARKED = `${RESERVED}\n${NAMES}\n\n**Bold words** and \`a_code * b\` here\n\n\`\`\`js\nlet block = 1 < 2\n\`\`\`\n\nThe end.`
const PLAIN = `${RESERVED}\n${NAMES}\n\nBold words and a_code * b here\n\nlet block = 1 < 2\n\nThe end.`

/** What the model writes, as people see it. */
export function answerJourneys(journey: Journey): void {
  test('a long answer comes in pieces within the limit, cut at paragraphs, sentences and lines of code', async ({
    skip,
  }) => {
    const { textMax } = journey.capabilities
    if (textMax.length * LONG_ANSWER > ANSWER_CHARACTERS_MAX) skip('one message holds any answer')
    const { whole, sentences, family } = longAnswer(textMax)
    underLimits(journey)
    journey.answers.set('a long story', { pieces: whole.match(/[\s\S]{1,100}/g) ?? [] })
    const alice = journey.stranger('Alice')
    alice.says('tell me a long story')
    await alice.hears(new RegExp(`${family}$`), waitOptions)
    await journey.settled()
    const pieces = toldTo(alice)
    expect(squeezed(withoutFences(pieces.join('\n')))).toBe(squeezed(withoutFences(whole)))
    for (const piece of pieces) {
      expect(lengthOf(piece, textMax.unit)).toBeLessThanOrEqual(textMax.length)
      expect(piece.trimEnd()).toMatch(new RegExp(`(?:[.;]|\`\`\`|${family})$`, 'u'))
    }
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces[0]?.endsWith('.')).toBe(true)
    expect(sentences.some((sentence) => pieces[1]?.startsWith(sentence))).toBe(true)
    const graphemes = new Set(pieces.flatMap((piece) => (piece.endsWith(family) ? graphemesOf(piece) : [])))
    expect([...graphemes].filter((grapheme) => grapheme.includes('\u{200d}'))).toEqual([family])
  })

  test('an answer is shown while it grows, and its last text is the one that is stored', async (context) => {
    requires(context, journey.platform, 'growing answer')
    const rest = Promise.withResolvers<void>()
    underLimits(journey)
    journey.answers.set('about runners', GROWING)
    journey.host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: rest.promise })
    const alice = journey.stranger('Alice')
    alice.says('tell me about runners')
    const { text: half, id } = await alice.hears(/^The chasquis/, waitOptions)
    expect(GROWING.startsWith(half) && half !== GROWING).toBe(true)
    rest.resolve()
    await alice.hears(/carried knots\.$/, waitOptions)
    await journey.settled()
    const [shown, ...more] = alice.transcript().filter(({ fromBot }) => fromBot)
    expect({ id: shown?.id, earlier: shown?.earlier[0], more }).toEqual({ id, earlier: half, more: [] })
    expect(await storedFor(journey, alice.chatId)).toEqual([shown?.text])
  })

  test('the text that is shown is the one that is stored', async () => {
    journey.answers.set('of runners', GROWING)
    const alice = journey.stranger('Alice')
    alice.says('speak of runners')
    await alice.hears(/carried knots\.$/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toEqual([GROWING])
    expect(await storedFor(journey, alice.chatId)).toEqual([GROWING])
  })

  test('characters that are reserved in markup are shown as they are', async () => {
    journey.answers.set('all signs', MARKED)
    const alice = journey.stranger('Alice')
    alice.says('show all signs')
    await alice.hears(/The end\.$/, waitOptions)
    await journey.settled()
    const [told = ''] = toldTo(alice)
    expect(told).toContain(RESERVED)
    expect(told).toContain(NAMES)
  })

  test('bold words, code and blocks are set off as the platform does it', async (context) => {
    requires(context, journey.platform, 'markup')
    journey.answers.set('all marks', MARKED)
    const alice = journey.stranger('Alice')
    alice.says('show all marks')
    const { text, marks } = await alice.hears(/The end\.$/, waitOptions)
    expect(squeezed(text)).toBe(squeezed(PLAIN))
    const shown = marks.map((mark) => ({ ...mark, text: mark.text.trim() }))
    expect(shown.filter(({ type }) => type !== 'link')).toEqual([
      { type: 'bold', text: 'Bold words' },
      { type: 'code', text: 'a_code * b' },
      { type: 'block', text: 'let block = 1 < 2' },
    ])
  })

  test('nobody is pinged, whatever the model writes', async () => {
    const alice = await journey.acquaintance('Alice')
    const { marks } = await callsEverybody(alice)
    expect(marks.filter(({ type }) => type === 'mention')).toEqual([])
  })

  test('no address that the model writes unfurls', async (context) => {
    requires(context, journey.platform, 'plain address')
    const { marks } = await callsEverybody(journey.stranger('Alice'))
    expect(marks.filter(({ type }) => type === 'preview')).toEqual([])
  })

  /** Where there are groups, in one. */
  async function callsEverybody(person: PlatformPerson): Promise<ShownMessage> {
    const { cannot, group: groupOf } = journey.platform
    const group = cannot.group === undefined ? groupOf?.call(journey.platform, 'Quiet') : undefined
    const here = group === undefined ? person : person.in(group)
    const own = person.identity.split(':').at(-1)
    journey.answers.set(
      'everybody',
      `Hello @everyone, @here and <@${own}>: see https://example.org/page and www.example.org`,
    )
    if (group === undefined) here.says('call everybody')
    else here.mentions('call everybody')
    const shown = await here.hears(/^Hello /, waitOptions)
    // The end of an answer that grows is still judged: what the next test has planned for the guard is not for it.
    await journey.settled()
    return shown
  }
}

/** Unless one message would have to wait seconds for the next. */
function underLimits({ platform, capabilities: { sendRate } }: Journey): void {
  if (sendRate !== undefined && sendRate.perMs / sendRate.count > SEND_WAIT_MS_MAX) return
  platform.limits('strict')
  onTestFinished(() => platform.limits('off'))
}

const SEND_WAIT_MS_MAX = 1_000

/** `turnSettings` in app/settings/of-parts.ts. */
const ANSWER_CHARACTERS_MAX = 16_000
/** In limits of one message. */
const LONG_ANSWER = 3.6

/** Every part of it has to be cut in another way: paragraphs, one paragraph too long, lines of code, no blank at all. */
function longAnswer({ length, unit }: Capabilities['textMax']) {
  const family = '👨‍👩‍👧‍👦'
  const sentence = (n: number) => `Runner ${n} carried the knots on to hut ${n + 1}.`
  const upTo = (share: number, line: (n: number) => string, glue: string) => {
    const lines: string[] = []
    while (lengthOf(lines.join(glue), unit) < length * share) lines.push(line(lines.length))
    return lines
  }
  const sentences = upTo(1.2, sentence, ' ')
  const code = upTo(0.6, (n) => `const hut${n} = ${n};`, '\n')
  const families = upTo(1.1, () => family, '')
  const whole = [
    upTo(0.5, sentence, ' ').join(' '),
    sentences.join(' '),
    `\`\`\`js\n${code.join('\n')}\n\`\`\``,
    families.join(''),
  ].join('\n\n')
  return { whole, sentences, family }
}

/** A block that is cut is closed and opened again. */
const withoutFences = (text: string) => text.replaceAll(/^```\w*$/gm, '')

const graphemesOf = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)

async function storedFor(journey: Journey, chatId: string): Promise<string[]> {
  const replies = `select o.text from outbox o join conversation c on c.id = o.conversation_id
    where c.chat ->> 'id' = $1 order by o.turn_number`
  return (await journey.query<{ text: string }>(replies, [chatId])).map(({ text }) => text)
}
