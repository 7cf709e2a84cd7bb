import { createPictureStore } from './picture-store.js'
import { keep, readKept } from './storage.js'

const UNSENT = 'chasqui.unsent'
const DRAFT = 'chasqui.draft'
const AGE_MAX_MS = 7 * 24 * 3_600_000
const MESSAGES_MAX = 50

/**
 * What was written here and is not with the service yet: messages on their way, and the draft. It outlives a reload, for
 * a week at most, and belongs to one chat: for another visitor of this browser it is deleted, never shown. Words are
 * kept at once, so that a reload right after a key was pressed loses nothing; their pictures follow.
 */
export function createKept() {
  const pictures = createPictureStore()
  let chat
  let draftFiles = []

  const ours = (name) => {
    const kept = readKept(name)
    return kept?.chat === chat ? kept : undefined
  }
  const messages = () => (ours(UNSENT)?.messages ?? []).filter(({ atMs }) => Date.now() - atMs < AGE_MAX_MS)
  const keepMessages = (list) => keep(UNSENT, list.length > 0 ? { chat, messages: list } : undefined)

  return {
    /** What this chat has kept. `isWhole` is false where pictures that belong to it are not there any more. */
    async open(id) {
      chat = id
      const { text = '', pictureCount = 0 } = ours(DRAFT) ?? {}
      const unsent = messages()
      keepMessages(unsent)
      if (!ours(DRAFT)) keep(DRAFT, undefined)
      const files = await pictures.take(chat, [DRAFT, ...unsent.map((message) => message.id)])
      const complete = ({ pictureCount, ...message }) => {
        const own = files.get(message.id) ?? []
        return { ...message, files: own, isWhole: own.length === pictureCount }
      }
      draftFiles = files.get(DRAFT) ?? []
      return { unsent: unsent.map(complete), draft: complete({ id: DRAFT, text, pictureCount }) }
    },

    /** With `code` once it was refused. */
    async keep({ id, text, files, atMs, code }) {
      if (chat === undefined) return
      const others = messages().filter((message) => message.id !== id)
      const isNew = others.length === messages().length
      if (others.length >= MESSAGES_MAX) return
      keepMessages([...others, { id, text, atMs, code, pictureCount: files.length }].sort((a, b) => a.atMs - b.atMs))
      if (isNew && files.length > 0) await pictures.keep({ id, chat, files })
    },

    async drop(id) {
      // Before it is known whose chat this is, everything that is kept would count as another's.
      if (chat === undefined) return
      keepMessages(messages().filter((message) => message.id !== id))
      await pictures.drop(id)
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
