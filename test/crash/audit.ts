import { expect } from 'vitest'
import { en } from '#core/texts/en.ts'
import type { Send } from '#core/store/schema.ts'
import type { Person, Shown } from '../kit/telegram/person.ts'
import type { Stage } from './stage.ts'

type EventRow = {
  message_id: string
  chat_id: string
  state: string
  outcome: string | null
  turn_id: string | null
}
type ReplyRow = { chat_id: string; turn_number: number; text: string; state: string; sends: Send[] }

/** Our own sentences need no verdict. */
const OWN = [
  ...[en.maybeRepeated, en.stillWorking, en.limited, en.apology],
  ...[en.blockedQuestion, en.blockedAnswer, en.stoppedAnswer, '…'],
]
/** A window is judged together with at least this much of what leads to it. */
const PIECE = 100

/**
 * What must hold after any crash, read from what Telegram has seen, from what the models were asked, and from the
 * database; never from inside the service.
 */
export async function auditOf({ host, service, query }: Stage, people: readonly Person[]) {
  const events = await query<EventRow>('select message_id, chat_id, state, outcome, turn_id from event')
  const replies = await query<ReplyRow>(`
    select c.chat ->> 'id' as chat_id, o.turn_number, o.text, o.state, o.sends
    from outbox o join conversation c on c.id = o.conversation_id order by o.conversation_id, o.turn_number`)
  const shownTo = (person: Person) => person.transcript().filter(({ fromBot }) => fromBot)
  const repliesTo = (person: Person) => replies.filter(({ chat_id }) => chat_id === String(person.chatId))

  return {
    /** For the record. */
    summary() {
      const labelled = replies.filter((reply) => sentOf(reply).some((send) => send.labelled)).length
      const apologies = replies.filter(({ text }) => text === en.apology).length
      const rewritten = people.flatMap(shownTo).filter(({ earlier }) => earlier.length > 0).length
      const all = `${events.length} messages, ${replies.length} replies`
      return `${all}, ${labelled} labelled, ${rewritten} rewritten, ${apologies} apologies`
    },

    everyEventHasOneOutcome(sent: number) {
      expect(events).toHaveLength(sent)
      expect(events.filter(({ state, outcome }) => state !== 'done' || outcome === null)).toEqual([])
      for (const [turn, members] of Map.groupBy(events, ({ turn_id }) => turn_id)) {
        expect(
          members.filter(({ outcome }) => outcome !== 'joined'),
          `outcomes of turn ${turn}`,
        ).toHaveLength(1)
      }
      const asked = people.flatMap((person) => {
        const said = person.transcript().filter(({ fromBot }) => !fromBot)
        return said.map(({ messageId }) => `${person.chatId} ${messageId}`)
      })
      expect(events.map(({ chat_id, message_id }) => `${chat_id} ${message_id}`).toSorted()).toEqual(asked.toSorted())
    },

    everyReplyIsShownAsStored() {
      for (const person of people) {
        const shown = new Map(shownTo(person).map((message) => [String(message.messageId), message.text]))
        for (const reply of repliesTo(person)) {
          expect(reply.state).toBe('sent')
          const sent = sentOf(reply)
          expect(sent.map(({ receipt }) => shown.get(receipt.messageId))).toEqual(sent.map(({ text }) => text.trim()))
          const whole = squeezed(sent.map(({ text }) => withoutOwn(text)).join(''))
          expect(whole).toContain(squeezed(withoutOwn(reply.text)))
        }
      }
    },

    noAnswerIsRepeatedWithoutSayingSo() {
      for (const person of people) {
        const sent = repliesTo(person).flatMap(sentOf)
        const receipts = new Set(sent.map(({ receipt }) => receipt.messageId))
        const orphans = shownTo(person).filter(({ messageId }) => !receipts.has(String(messageId)))
        if (!sent.some(({ labelled }) => labelled))
          expect(
            orphans.map(({ text }) => text),
            nameOf(person),
          ).toEqual([])
        const answers = Map.groupBy(
          shownTo(person).filter(({ text }) => /You said: /.test(text)),
          questionOf,
        )
        for (const copies of answers.values()) {
          expect(copies.filter(({ text }) => !text.startsWith(en.maybeRepeated)).length).toBeLessThanOrEqual(1)
        }
      }
    },

    repliesStandInOrder() {
      for (const person of people) {
        const firsts = repliesTo(person)
          .flatMap((reply) => sentOf(reply).slice(0, 1))
          .map(({ receipt }) => Number(receipt.messageId))
        expect(firsts).toEqual(firsts.toSorted((one, other) => one - other))
        const answered = shownTo(person).filter(({ messageId }) => firsts.includes(messageId))
        const names = answered.flatMap(({ text }) => text.match(/message-\d+/g) ?? [])
        const asked = names.map((name) => Number(name.slice('message-'.length)))
        expect(asked).toEqual(asked.toSorted((one, other) => one - other))
      }
    },

    nobodyHearsOfAnother() {
      for (const { text } of host.prompts) expect(namesIn(text).size).toBeLessThanOrEqual(1)
      for (const person of people) {
        const names = namesIn(everyVersion(shownTo(person)).join('\n'))
        expect([...names].filter((name) => name !== `canary-${nameOf(person)}`)).toEqual([])
      }
    },

    nothingUnjudgedIsShown(forbidden: RegExp) {
      const asked = host.prompts.filter(({ kind }) => kind === 'guard')
      const judged = squeezed(asked.map(({ text }) => text).join('\u0000'))
      for (const version of people.flatMap((person) => everyVersion(shownTo(person)))) {
        expect(version).not.toMatch(forbidden)
        for (const piece of pieces(squeezed(withoutOwn(version)))) {
          expect(judged.includes(piece), `judged: ${piece}`).toBe(true)
        }
      }
    },

    nothingIsTold(secrets: readonly string[]) {
      for (const secret of secrets) expect(service.stderr).not.toContain(secret)
    },
  }
}

const sentOf = ({ sends }: ReplyRow) => sends.filter((send) => send.state === 'sent')
const nameOf = (person: Person) => person.user.first_name
const questionOf = ({ text }: Shown) => /message-\d+/.exec(text)?.[0]
const namesIn = (text: string) => new Set(text.match(/canary-\w+/g))
const everyVersion = (messages: readonly Shown[]) => messages.flatMap(({ earlier, text }) => [...earlier, text])
const squeezed = (text: string) => text.replace(/\s+/g, '')
const withoutOwn = (text: string) => OWN.reduce((rest, sentence) => rest.replaceAll(sentence, ''), text)

function pieces(text: string): string[] {
  const count = Math.max(1, Math.ceil((text.length - PIECE) / (PIECE / 2)) + 1)
  return Array.from({ length: count }, (_, index) => text.slice((index * PIECE) / 2, (index * PIECE) / 2 + PIECE))
}
