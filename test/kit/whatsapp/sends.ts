import type { Call } from './call.ts'
import type { Inbox } from './inbox.ts'
import type { Chat, Said, WhatsAppState } from './state.ts'
import type { PageAnswers, PageOp } from './wire.ts'

const TEXT_LENGTH_MAX = 65_536
export const EDIT_WITHIN_S = 15 * 60

type Of<Name extends PageOp['op']> = Call<Extract<PageOp, { readonly op: Name }>>

/** A message of the account. One that is here already was sent again by the page, and is the same one. */
export function send(call: Of<'send'>): PageAnswers['send'] {
  const { state, op, limits, isUnanswered = false } = call
  const { message } = op
  const chat = state.knownChat(message.chat)
  const isTooLong = (message.body?.length ?? 0) > TEXT_LENGTH_MAX
  if (!chat || (limits() === 'strict' && isTooLong)) return { ack: -1, t: state.seconds }
  const known = chat.messages.get(message.id)
  if (known) return { ack: 1, t: known.wire.t }
  const author = chat.members && (message.author ?? state.nameIn(chat, state.me))
  const said = state.post(chat, 'bot', { ...message, ...(author && { author }), t: state.seconds, ack: 1 })
  state.changed(chat)
  if (!isUnanswered) setImmediate(() => delivered(call, chat, said))
  return { ack: 1, t: said.wire.t }
}

/** To the phones of those who are there; of a group to all. */
export function delivered({ state, devices }: Pick<Call, 'state' | 'devices'>, chat: Chat, said: Said): void {
  const readers = chat.contact ? [chat.contact] : [...(chat.members?.values() ?? [])]
  if (said.wire.ack !== 1 || !readers.every(({ isOn }) => isOn)) return
  state.acknowledge(chat, said, 2)
  devices.tell({ push: 'ack', chat: chat.id, id: said.wire.id, ack: 2 })
}

/** https://faq.whatsapp.com/2092642984402220: within 15 minutes. */
export function editText({ state, op }: Of<'edit'>): PageAnswers['edit'] {
  const chat = state.chat(op.chat)
  const said = chat.messages.get(op.id)
  if (!said?.wire.fromMe || state.seconds - said.wire.t > EDIT_WITHIN_S) return { isDone: false }
  state.rewrite(said, { body: op.body, editedAtMs: state.now() })
  state.changed(chat)
  return { isDone: true }
}

export function react({ state, op }: Of<'react'>): Record<string, never> {
  const chat = state.chat(op.chat)
  const said = chat.messages.get(op.id)
  if (!said) throw new Error(`there is no message ${op.id}`)
  const me = state.nameIn(chat, state.me)
  if (op.emoji === '') said.reactions.delete(me)
  else said.reactions.set(me, op.emoji)
  state.changed(chat)
  return {}
}

export function revoke({ state, op }: Of<'revoke'>): Record<string, never> {
  const chat = state.chat(op.chat)
  const said = chat.messages.get(op.id)
  if (said) state.rewrite(said, { type: 'revoked', body: '' })
  state.changed(chat)
  return {}
}

/** A message that could not be decrypted is sent again, in a way that the page can read. */
export function sealedOpened(state: WhatsAppState, inbox: Inbox, id: string): void {
  const found = state.find(id)
  const content = found?.said.sealed
  if (!found || !content) return
  found.said.sealed = undefined
  state.rewrite(found.said, content)
  inbox.bring({ push: 'changed', message: found.said.wire })
}
