import type { ServiceStatus, Sink } from './contract/channel.ts'
import type { AccountId } from './contract/ids.ts'
import { historyOf, pictureOf } from './conversation/history.ts'
import { mediaInUse } from './conversation/media-in-use.ts'
import type { Inbox } from './inbox.ts'
import type { MediaStore } from './media/media-store.ts'
import type { Store } from './store/store.ts'

/** What a channel gets: a way to hand in events, its cursor, and the history for a page that is opened again. */
export function createSink(deps: SinkDeps): Sink {
  const { account, inbox, store, media, status } = deps
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

type SinkDeps = {
  readonly account: AccountId
  readonly inbox: Inbox
  readonly store: Store
  readonly media: MediaStore
  readonly status: () => ServiceStatus
}
