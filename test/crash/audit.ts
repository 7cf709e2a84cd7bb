import { expect } from 'vitest'
import { en } from '#core/texts/en.ts'
import type { Send } from '#core/store/schema.ts'
import type { Person, Shown } from '../kit/telegram/person.ts'
import type { Stage } from './stage.ts'

type EventRow = { message_id: string; chat_id: string; seq: number; state: string; outcome: string | null; turn_id: string | null }
type ReplyRow = { chat_id: string; turn_number: number; text: string; state: string; sends: Send[] }

/** Our own sentences need no verdict. */
const OWN = [en.maybeRepeated, en.stillWorking, en.limited, en.apology, en.blockedQuestion, en.blockedAnswer, en.stoppedAnswer, '…']
/** A window is judged together with at least this much of what leads to it. */
const PIECE = 100

/**
 * What must hold after any crash, read from what Telegram has seen, from what the models were asked, and from the database;
 * never from inside the service.
 */
export async function auditOf({ host, service, query }: Stage, people: readonly Person[]) {
  const events = await query<EventRow>('select message_id, chat_id, seq::int, state, outcome, turn_id from event order by conversation_id, seq')
  const replies = await query<ReplyRow>(`
    select c.chat ->> 'id' as chat_id, o.turn_number, o.text, o.state, o.sends
    from outbox o join conversation c on c.id = o.conversation_id order by o.conversation_id, o.turn_number`)
  const shownTo = (person: Person) => person.transcript().filter(({ fromBot }) => fromBot)
  const repliesTo = (person: Person) => replies.filter(({ chat_id }) => chat_id === String(person.chatId))

  return {
    /** For the record. */
    summary() {
      const labelled = replies.filter(({ sends }) => sends.some((send) => send.state === 'sent' && send.labelled)).length
      const apologies = replies.filter(({ text }) => text === en.apology).length
      const rewritten = people.flatMap(shownTo).filter(({ earlier }) => earlier.length > 0).length
      return `${events.length} messages, ${replies.length} replies, ${labelled} labelled, ${rewritten} rewritten, ${apologies} apologies`
    },

    everyEventHasOneOutcome(sent: number) {
      expect(events).toHaveLength(sent)
      expect(events.filter(({ state, outcome }) => state !== 'done' || outcome === null)).toEqual([])
      for (const [turn, members] of Map.groupBy(events, ({ turn_id }) => turn_id)) {
        expect(members.filter(({ outcome }) => outcome !== 'joined'), `outcomes of turn ${turn}`).toHaveLength(1)
      }
      const asked = people.flatMap((person) => person.transcript().filter(({ fromBot }) => !fromBot).map(({ messageId }) => `${person.chatId} ${messageId}`))
      expect(events.map(({ chat_id, message_id }) => `${chat_id} ${message_id}`).toSorted()).toEqual(asked.toSorted())
    },

    everyReplyIsShownAsStored() {
      for (const person of people) {
        const shown = new Map(shownTo(person).map((message) => [String(message.messageId), message.text]))
        for (const { state, sends, text } of repliesTo(person)) {
          expect(state).toBe('sent')
          const ours = sends.filter((send) => send.state === 'sent')
          expect(ours.map(({ receipt }) => shown.get(receipt.messageId))).toEqual(ours.map((send) => send.text.trim()))
          expect(squeezed(ours.map((send) => withoutOwn(send.text)).join(''))).toContain(squeezed(withoutOwn(text)))
        }
      }
    },

    noAnswerIsRepeatedWithoutSayingSo() {
      for (const person of people) {
        const receipts = new Set(repliesTo(person).flatMap(({ sends }) => sends.flatMap((send) => (send.state === 'sent' ? [send.receipt.messageId] : []))))
        const orphans = shownTo(person).filter(({ messageId }) => !receipts.has(String(messageId)))
        const labels = repliesTo(person).flatMap(({ sends }) => sends.filter((send) => send.state === 'sent' && send.labelled))
        if (labels.length === 0) expect(orphans.map(({ text }) => text), `${person.user.first_name} has replies without a receipt`).toEqual([])
        const answers = Map.groupBy(shownTo(person).filter(({ text }) => /You said: /.test(text)), ({ text }) => /message-\d+/.exec(text)?.[0])
        for (const copies of answers.values()) {
          expect(copies.filter(({ text }) => !text.startsWith(en.maybeRepeated)).length).toBeLessThanOrEqual(1)
        }
      }
    },

    repliesStandInOrder() {
      for (const person of people) {
        const firsts = repliesTo(person).flatMap(({ sends: [first] }) => (first?.state === 'sent' ? [Number(first.receipt.messageId)] : []))
        expect(firsts).toEqual(firsts.toSorted((one, other) => one - other))
        const answered = shownTo(person).filter(({ messageId }) => firsts.includes(messageId))
        const asked = answered.flatMap(({ text }) => [...text.matchAll(/message-(\d+)/g)].map(([, number]) => Number(number)))
        expect(asked).toEqual(asked.toSorted((one, other) => one - other))
      }
    },

    nobodyHearsOfAnother() {
      for (const { text } of host.prompts) expect(namesIn(text).size).toBeLessThanOrEqual(1)
      for (const person of people) {
        const names = namesIn(everyVersion(shownTo(person)).join('\n'))
        expect([...names].filter((name) => name !== `canary-${person.user.first_name}`)).toEqual([])
      }
    },

    nothingUnjudgedIsShown(forbidden: RegExp) {
      const judged = squeezed(host.prompts.filter(({ kind }) => kind === 'guard').map(({ text }) => text).join('\u0000'))
      for (const version of people.flatMap((person) => everyVersion(shownTo(person)))) {
        expect(version).not.toMatch(forbidden)
        for (const piece of pieces(squeezed(withoutOwn(version)))) expect(judged.includes(piece), `judged: ${piece}`).toBe(true)
      }
    },

    nothingIsTold(secrets: readonly string[]) {
      for (const secret of secrets) expect(service.stderr).not.toContain(secret)
    },
  }
}

const namesIn = (text: string) => new Set(text.match(/canary-\w+/g))
const everyVersion = (messages: readonly Shown[]) => messages.flatMap(({ earlier, text }) => [...earlier, text])
const squeezed = (text: string) => text.replace(/\s+/g, '')
const withoutOwn = (text: string) => OWN.reduce((rest, sentence) => rest.replaceAll(sentence, ''), text)

function pieces(text: string): string[] {
  const count = Math.max(1, Math.ceil((text.length - PIECE) / (PIECE / 2)) + 1)
  return Array.from({ length: count }, (_, index) => text.slice((index * PIECE) / 2, (index * PIECE) / 2 + PIECE))
}
