import { ChatCollection } from './chats.js'
import { fieldsOf } from './message-fields.js'
import { Msg } from './messages.js'
import { MsgKey } from './msg-key.js'
import { me } from './people.js'
import { reactionTable } from './reactions.js'
import { createWid } from './wid.js'

/** What came from the server goes into the collections, which tell the library. */
export const hear = ({ push, ...rest }) => heard[push]?.(rest)

const heard = {
  message({ message, chat, isNew }) {
    ChatCollection.upsert(chat)
    if (ChatCollection.receive(message, { isNew })) return
    // One that comes twice is told of twice.
    if (isNew && !message.fromMe) Msg.trigger('add', found(message.chat, message.id))
  },
  changed({ message: wire }) {
    const message = found(wire.chat, wire.id)
    if (message === undefined) return
    const { id: _, isNewMsg: __, ...fields } = fieldsOf(wire, { isNew: false })
    message.set(fields)
  },
  ack: ({ chat, id, ack }) => found(chat, id)?.set({ ack }),
  unread: ({ chat, unreadCount }) => ChatCollection.get(chat)?.set({ unreadCount }),
  reaction({ chat, id, fromMe, sender, emoji, atMs }) {
    const from = createWid(sender)
    const remote = createWid(chat)
    const parent = found(chat, id)
    const reaction = {
      id: new MsgKey({ fromMe, remote, id: `${id}R${atMs}`, participant: remote.isGroup() ? from : undefined }),
      reactionParentKey: parent?.id ?? new MsgKey({ fromMe: false, remote, id }),
      reactionText: emoji,
      reactionTimestamp: atMs,
      from: fromMe ? me.pn : from,
      author: remote.isGroup() ? from : undefined,
      read: false,
      orphan: parent === undefined ? 1 : 0,
      ack: 1,
    }
    // By the table's name, since the library puts itself into its place.
    reactionTable.reactionTableMode.bulkUpsert([reaction])
    parent?.set({ hasReaction: emoji !== '' })
  },
}

const found = (chat, id) => ChatCollection.get(chat)?.message(id)
