import type { ServiceStatus, Sink } from './contract/channel.ts'
import type { AccountId } from './contract/ids.ts'
import { historyOf, pictureOf } from './conversation/history.ts'
import { mediaInUse } from './conversation/media-in-use.ts'
import type { Inbox } from './inbox.ts'
import type { MediaStore } from './media/media-store.ts'
import type { Store } from './store/store.ts'

/** What a channel is given: a way in, its cursor, and what a page that is opened again may show. */
export function createSink(parts: SinkParts): Sink {
  const { account, inbox, store, media, status } = parts
  return {
    accept: (events, cursor) => inbox.accept(events, cursor === undefined ? undefined : { account, cursor }),
    cursor: (of) => inbox.cursor(of),
    history: (conversation, options) => historyOf(store, { conversation, ...options }),
    picture: async (conversation, pictureId) => {
      const row = await pictureOf(store, { conversation, pictureId })
      return row && { mime: row.mime, bytes: await media.read(row) }
    },
    mediaInUse: (conversations) => mediaInUse(store, conversations),
    status,
  }
}

type SinkParts = {
  readonly account: AccountId
  readonly inbox: Inbox
  readonly store: Store
  readonly media: MediaStore
  readonly status: () => ServiceStatus
}
