import { createPictureStore } from './picture-store.js'
import { keep, readKept } from './storage.js'

const UNSENT = 'chasqui.unsent'
const DRAFT = 'chasqui.draft'
const AGE_MAX_MS = 7 * 24 * 3_600_000
const MESSAGES_MAX = 50
/** Of a message that another tab is just sending: its words are kept at once, its pictures a moment later. */
const PICTURES_FOLLOW_WITHIN_MS = 10_000

/**
 * What was written here and is not with the service yet: messages on their way, and the draft. It outlives a reload, for
 * a week at most, and belongs to one chat: for another visitor of this browser it is deleted, never shown. Words are
 * kept at once, so that a reload right after a key was pressed loses nothing; their pictures follow.
 */
export function createKept() {
  const pictures = createPictureStore()
  /** Written in this page and still here: also what came before the chat was known, and what found no room. */
  const own = new Map()
  let chat
  let draftFiles = []

  const ours = (name) => {
    const kept = readKept(name)
    return kept?.chat === chat ? kept : undefined
  }
  const messages = () => (ours(UNSENT)?.messages ?? []).filter(({ atMs }) => Date.now() - atMs < AGE_MAX_MS)
  const keepMessages = (list) => keep(UNSENT, list.length > 0 ? { chat, messages: list } : undefined)

  /** Keeps the oldest that there is room for, and the pictures of new ones. */
  async function keepOwn() {
    const known = messages()
    const others = known.filter(({ id }) => !own.has(id))
    const list = [...others, ...own.values()].sort((a, b) => a.atMs - b.atMs).slice(0, MESSAGES_MAX)
    keepMessages(list.map(({ files, ...message }) => (files ? { ...message, pictureCount: files.length } : message)))
    const isNew = ({ id, files = [] }) => files.length > 0 && !known.some((message) => message.id === id)
    // At once, so that what is dropped meanwhile is dropped after it was kept.
    await Promise.all(list.filter(isNew).map(({ id, files }) => pictures.keep({ id, chat, files })))
  }

  /** What was left here before this page, and all pictures by what they belong to. */
  async function takeLeft() {
    const left = messages().filter(({ id }) => !own.has(id))
    const files = await pictures.take(chat, [DRAFT, ...messages().map(({ id }) => id)])
    const complete = ({ pictureCount, ...message }) => {
      const found = files.get(message.id) ?? []
      return { ...message, files: found, isWhole: found.length === pictureCount }
    }
    return { left: left.map(complete), files, complete }
  }

  return {
    /** What this chat has kept. `isWhole` is false where pictures that belong to it are not there any more. */
    async open(id) {
      chat = id
      const { text = '', pictureCount = 0 } = ours(DRAFT) ?? {}
      if (!ours(DRAFT)) keep(DRAFT, undefined)
      void keepOwn()
      const { left, files, complete } = await takeLeft()
      draftFiles = files.get(DRAFT) ?? []
      const draft = complete({ id: DRAFT, text, pictureCount })
      const isComing = ({ isWhole, atMs }) => !isWhole && Date.now() - atMs < PICTURES_FOLLOW_WITHIN_MS
      if (!left.some(isComing)) return { unsent: left, draft }
      await new Promise((resolve) => setTimeout(resolve, PICTURES_FOLLOW_WITHIN_MS))
      return { unsent: (await takeLeft()).left, draft }
    },

    /** With `code` once it was refused. */
    async keep({ id, text, files, atMs, code }) {
      own.set(id, { id, text, files, atMs, code })
      if (chat !== undefined) await keepOwn()
    },

    async drop(id) {
      own.delete(id)
      // Before it is known whose chat this is, everything that is kept would count as another's.
      if (chat === undefined) return
      keepMessages(messages().filter((message) => message.id !== id))
      await Promise.all([keepOwn(), pictures.drop(id)])
    },

    async keepDraft({ text, files }) {
      if (chat === undefined) return
      const isEmpty = text === '' && files.length === 0
      keep(DRAFT, isEmpty ? undefined : { chat, text, pictureCount: files.length })
      const isSame = files.length === draftFiles.length && files.every((file, at) => file === draftFiles[at])
      if (isSame) return
      draftFiles = files
      await (files.length > 0 ? pictures.keep({ id: DRAFT, chat, files }) : pictures.drop(DRAFT))
    },
  }
}
