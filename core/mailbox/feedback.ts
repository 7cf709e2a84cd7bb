import type { ReplyId } from '../contract/ids.ts'
import type { ChatEvent } from '../contract/message.ts'
import { pressIn } from '../contract/press.ts'

/** What somebody thinks of a reply. `value` is undefined once they have taken it back. */
export type Feedback = {
  readonly value: 'good' | 'bad' | undefined
  /** Taken back is only this, where it is the newest. */
  readonly takenBack?: 'good' | 'bad'
  /** By what the reply is found: its own id, or the platform's id of one of its messages. */
  readonly reply?: ReplyId
  readonly messageId?: string
}

const THUMBS: ReadonlyMap<string, 'good' | 'bad'> = new Map([
  ['👍', 'good'],
  ['👎', 'bad'],
])
/** Skin tones, and the sign for a coloured picture. */
const VARIANTS = /[\u{1F3FB}-\u{1F3FF}]|\uFE0F/gu

/** A thumb as a reaction or by its button; other reactions say nothing. */
export function feedbackIn(event: ChatEvent): Feedback | undefined {
  if (event.type === 'callback') {
    const press = pressIn(event.data)
    return press === undefined || press.button === 'stop' ? undefined : { value: press.button, reply: press.reply }
  }
  if (event.type !== 'reaction') return undefined
  const { messageId, emoji, change } = event
  if (emoji.length === 0) return { value: undefined, messageId }
  const value = emoji.flatMap((each) => THUMBS.get(each.replaceAll(VARIANTS, '')) ?? []).at(-1)
  if (value === undefined) return undefined
  return change === 'removed' ? { value: undefined, takenBack: value, messageId } : { value, messageId }
}
