import { MessageFlags, MessageType } from 'discord-api-types/v10'
import { cannotWriteTo, invalidForm, notOwnMessage } from './api-error.ts'
import { messageCreated, messageDeleted, messageUpdated, reactionChanged } from './events.ts'
import { messageForm } from './message-form.ts'
import type { Channel, Post, Said } from './platform-state.ts'
import { channelOf, messageOf, type RestCall } from './rest-call.ts'
import { textField } from './rest-input.ts'
import { messageObject } from './wire.ts'

const NONCE_MAX = 25
const LISTED_MAX = 100
const LISTED = 50

/** https://discord.com/developers/docs/resources/message */
export function createMessage(call: RestCall): object {
  const channel = channelOf(call)
  const { nonce: sent, enforce_nonce: enforces } = call.input.body
  const nonce = textField(sent)
  const known = enforces === true ? sentWithNonce(call, channel, nonce) : undefined
  if (known) return shown(call, known)
  if (nonce !== undefined && nonce.length > NONCE_MAX) {
    throw invalidForm('nonce', 'BASE_TYPE_MAX_LENGTH', `Must be ${NONCE_MAX} or fewer in length.`)
  }
  if (channel.isClosed) throw cannotWriteTo()
  const replyTo = repliedTo(call, channel)
  const form = messageForm(call.state, call.input, { channel, replyTo })
  const type = replyTo ? MessageType.Reply : MessageType.Default
  const said = says(call, channel, {
    ...form,
    type,
    replyTo,
    nonce,
  })
  return shown(call, said)
}

/** The bot writes: everybody in the channel sees it, and the gateway tells the bot of it too. */
export function says(call: RestCall, channel: Channel, post: Omit<Post, 'author'>): Said {
  const said = call.state.post(channel, { ...post, author: call.state.bot })
  if (said.onlyFor === undefined) call.tell(messageCreated(call, said))
  return said
}

export function editMessage(call: RestCall): object {
  const said = messageOf(call)
  if (said.author.id !== call.state.bot.id) throw notOwnMessage()
  rewrite(call, said)
  return shown(call, said)
}

/** Makes of a message what the bot asks for. */
export function rewrite(call: RestCall, said: Said): void {
  const form = messageForm(call.state, call.input, { channel: said.channel, edited: said })
  const isFirst = (said.flags & MessageFlags.Loading) !== 0
  Object.assign(said, form, { flags: form.flags & ~MessageFlags.Loading })
  if (isFirst) said.versions.pop()
  else said.editedAtMs = call.state.now()
  said.versions.push({ content: said.content, atMs: call.state.now() })
  if (said.onlyFor === undefined) call.tell(messageUpdated(call, said))
  call.state.changed(said.channel)
}

export function listMessages(call: RestCall): object {
  const { query } = call.input
  const { state } = call
  const limit = Number(query.get('limit') ?? LISTED)
  if (!(limit >= 1 && limit <= LISTED_MAX)) {
    throw invalidForm('limit', 'NUMBER_TYPE_MAX', `int value should be between 1 and ${LISTED_MAX}.`)
  }
  const isAfter = (id: string, other: string | null) => other === null || BigInt(id) > BigInt(other)
  const isBefore = (id: string, other: string | null) => other === null || BigInt(id) < BigInt(other)
  const after = query.get('after')
  const all = [...channelOf(call).messages.values()].filter(
    ({ id, isDeleted, onlyFor }) =>
      !isDeleted && onlyFor === undefined && isAfter(id, after) && isBefore(id, query.get('before')),
  )
  // `after` gives the oldest that fit, everything else the newest; both the newest first.
  const page = after === null ? all.slice(-limit) : all.slice(0, limit)
  for (const said of page) state.untaken.delete(said)
  state.changed()
  return page.toReversed().map((said) => shown(call, said))
}

export function getMessage(call: RestCall): object {
  const said = messageOf(call)
  call.state.untaken.delete(said)
  return shown(call, said)
}

export function deleteMessage(call: RestCall): void {
  const said = messageOf(call)
  if (said.author.id !== call.state.bot.id) throw notOwnMessage()
  withdraw(call, said)
}

export function withdraw({ state, tell }: Pick<RestCall, 'state' | 'tell'>, said: Said): void {
  said.isDeleted = true
  state.untaken.delete(said)
  if (said.onlyFor === undefined) tell(messageDeleted(said))
  state.changed(said.channel)
}

export function addReaction(call: RestCall): void {
  react(call, { isAdded: true })
}

export function removeReaction(call: RestCall): void {
  react(call, { isAdded: false })
}

function react(call: RestCall, { isAdded }: { isAdded: boolean }): void {
  const { state, params } = call
  const said = messageOf(call)
  const emoji = params.emoji ?? ''
  const users = said.reactions.get(emoji) ?? new Set<string>()
  said.reactions.set(emoji, users)
  if (isAdded) users.add(state.bot.id)
  else users.delete(state.bot.id)
  call.tell(reactionChanged({ said, user: state.bot, emoji, isAdded }))
  state.changed(said.channel)
}

export function shown({ state, signedUrl }: RestCall, said: Said): object {
  return messageObject(state, said, signedUrl)
}

function sentWithNonce(
  { state, nonceMs }: RestCall,
  { messages }: Channel,
  nonce: string | undefined,
): Said | undefined {
  if (nonce === undefined) return undefined
  const sinceMs = state.now() - nonceMs
  return [...messages.values()].findLast(
    (said) => said.author.id === state.bot.id && said.nonce === nonce && firstAtMs(said) >= sinceMs,
  )
}

const firstAtMs = ({ versions }: Said) => versions[0]?.atMs ?? 0

type Reference = { readonly message_id?: string; readonly fail_if_not_exists?: boolean }

function repliedTo({ input }: RestCall, { messages }: Channel): Said | undefined {
  const reference = input.body.message_reference as Reference | undefined
  if (reference?.message_id === undefined) return undefined
  const said = messages.get(reference.message_id)
  if (said && !said.isDeleted) return said
  if (reference.fail_if_not_exists === false) return undefined
  throw invalidForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
}
