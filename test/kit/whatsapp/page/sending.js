import { connection, SocketClosed } from './connection.js'
import { fieldsOf, wireOf } from './message-fields.js'
import { Msg, ownMessage } from './messages.js'

/** Sent while the socket broke: whether the server took them is asked once it is back. */
const unsure = new Set()

/** Both resolve whatever happens: how it went is in the message's `ack`. */
export function addAndSendMsgToChat(chat, message) {
  const wire = wireOf(message)
  const own = ownMessage({
    ...fieldsOf({ ...wire, fromMe: true, t: message.t, ack: 0 }, { isNew: true }),
    id: message.id,
  })
  chat.take(own)
  return [Promise.resolve(own), connection.isOpen ? deliver(own, wire) : fail(own)]
}

async function deliver(own, wire) {
  try {
    const { ack, t } = await connection.call('send', { message: wire })
    // The receipt of a fast reader may have come before.
    own.set({ ack: ack < 0 ? ack : Math.max(ack, own.ack), t })
    return { messageSendResult: ack < 0 ? 'ERROR_UNKNOWN' : 'OK' }
  } catch (error) {
    if (!(error instanceof SocketClosed)) return fail(own)
    return await new Promise((resolve) => unsure.add({ own, wire, resolve }))
  }
}

async function fail(own) {
  own.set({ ack: -1 })
  return { messageSendResult: 'ERROR_NETWORK' }
}

/** The socket is back. */
export async function settleUnsure() {
  const open = [...unsure]
  unsure.clear()
  for (const { own, wire, resolve } of open) resolve(settled(own, wire))
}

async function settled(own, wire) {
  const { message } = await connection.call('message', { chat: wire.chat, id: wire.id }).catch(() => ({}))
  if (message === undefined) return await deliver(own, wire)
  own.set({ ack: message.ack, t: message.t })
  return { messageSendResult: 'OK' }
}

const target = ({ id }) => ({ chat: id.remote._serialized, id: id.id })

export async function sendMessageEdit(message, body) {
  const { isDone } = await connection.call('edit', { ...target(message), body })
  if (!isDone) return
  message.set({ body, latestEditSenderTimestampMs: Date.now(), latestEditMsgKey: message.id })
}

export async function sendReactionToMsg(message, emoji) {
  await connection.call('react', { ...target(message), emoji })
}

export async function sendRevokeMsgs(_chat, { list }) {
  for (const message of list) {
    await connection.call('revoke', target(message))
    message.set({ type: 'revoked', body: undefined, caption: undefined, directPath: undefined })
  }
}

/** Only here, not for the others. */
export async function sendDeleteMsgs(_chat, { list }) {
  for (const message of list) Msg.remove(message)
}

const EDIT_MS_MAX = 15 * 60_000

export const capabilities = {
  canEditText: ({ id, type, t }) => id.fromMe && type === 'chat' && Date.now() - t * 1000 < EDIT_MS_MAX,
  canEditCaption: () => false,
  canSenderRevokeMsg: ({ id, type }) => id.fromMe && type !== 'revoked',
  canAdminRevokeMsg: () => false,
}

const chatState = (state) => async (wid) => await connection.call('chatstate', { chat: wid._serialized, state })

export const chatStates = {
  sendChatStateComposing: chatState('typing'),
  sendChatStateRecording: chatState('recording'),
  sendChatStatePaused: chatState('stop'),
}

export function handlePlaceholderMsgsSeen(messages) {
  const byChat = Map.groupBy(messages, ({ id }) => id.remote._serialized)
  return Promise.all(
    [...byChat].map(([chat, those]) => connection.call('resend', { chat, ids: those.map(({ id }) => id.id) })),
  )
}
