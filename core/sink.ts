import type { Access } from './access/access.ts'
import type { Channel, ServiceStatus, Sink } from './contract/channel.ts'
import { historyOf, pictureOf, replyFileOf } from './conversation/history.ts'
import type { ChannelNotesStore } from './channel-notes.ts'
import { knownChats } from './conversation/known-chats.ts'
import { moveChat } from './conversation/moved-chat.ts'
import { mediaInUse } from './conversation/media-in-use.ts'
import { unansweredAmong } from './conversation/unanswered.ts'
import type { ExportFiles } from './export/export-files.ts'
import type { Inbox } from './inbox.ts'
import type { MediaStore } from './media/media-store.ts'
import type { Store } from './store/store.ts'

/** What a channel gets: a way to hand in events, its cursor, and the history for a page that is opened again. */
export function createSink(deps: SinkDeps): Sink {
  const { channel, inbox, store, media, files, notes, access, status } = deps
  return {
    async accept(events, cursor) {
      await inbox.accept(events, cursor === undefined ? undefined : { account: channel.account, cursor })
      if (events.length > 0) channel.tookIn?.()
    },
    cursor: (of) => inbox.cursor(of),
    history: (conversation, options) => historyOf({ store, files }, { conversation, ...options }),
    picture: async (conversation, pictureId) => {
      const row = await pictureOf(store, { conversation, pictureId })
      return row && { mime: row.mime, bytes: await media.read(row) }
    },
    async file(conversation, fileId) {
      const file = await replyFileOf({ store, files }, { conversation, fileId })
      return file && { ...file, path: files.pathOf(file), taken: () => files.remove([file]) }
    },
    mediaInUse: (conversations) => mediaInUse(store, conversations),
    unanswered: (messageIds) => unansweredAmong(store, { account: channel.account, messageIds }),
    chats: (options) => knownChats(store, { account: channel.account, ...options }),
    async moved(fromChatId, toChatId) {
      const { from, to } = await moveChat(store, { account: channel.account, fromChatId, toChatId })
      access.groupMoved(from, to)
    },
    get notes() {
      return notes.of(channel.account)
    },
    status,
  }
}

type SinkDeps = {
  /** Its account may only be known after the start. */
  readonly channel: Pick<Channel, 'account'> & { tookIn?(): void }
  readonly inbox: Inbox
  readonly store: Store
  readonly media: MediaStore
  readonly files: Pick<ExportFiles, 'isKept' | 'pathOf' | 'remove'>
  readonly notes: ChannelNotesStore
  readonly access: Pick<Access, 'groupMoved'>
  readonly status: () => ServiceStatus
}
