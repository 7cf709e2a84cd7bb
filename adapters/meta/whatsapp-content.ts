import { z } from 'zod'
import type { MediaKind, MediaPart, Part } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { fileNameIn, mimeIn } from '../shared/event-text.ts'
import { lenient, lenientList } from '../shared/lenient.ts'
import { idSchema, textPart } from './reading.ts'

const fileSchema = z.object({
  id: idSchema,
  mime_type: lenient(z.string()),
  caption: lenient(z.string()),
  filename: lenient(z.string()),
})
const choiceSchema = lenient(z.object({ id: z.string(), title: lenient(z.string()) }))

/** What a message holds, and what an edited one holds now. */
export const contentSchema = z.object({
  type: z.string(),
  text: lenient(z.object({ body: z.string() })),
  image: lenient(fileSchema),
  audio: lenient(fileSchema),
  video: lenient(fileSchema),
  document: lenient(fileSchema),
  sticker: lenient(fileSchema),
  location: lenient(z.object({ latitude: z.number(), longitude: z.number() })),
  contacts: lenientList(z.object({ name: z.object({ formatted_name: z.string() }) })),
  button: lenient(z.object({ text: z.string() })),
  interactive: lenient(z.object({ button_reply: choiceSchema, list_reply: choiceSchema })),
})

type Content = z.output<typeof contentSchema>

type Origin = { readonly origin?: 'forwarded' }

/** What a person put into a message; undefined for what WhatsApp itself reports (a changed number). */
export function partsOf(content: Content, origin: Origin): readonly Part[] | undefined {
  const { type, text, location, contacts = [], button, interactive } = content
  switch (type) {
    case 'text':
      return text && [{ ...(textPart(text.body) as Part & { type: 'text' }), ...origin }]
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker': {
      const file = content[type]
      return file && [mediaPart(KINDS[type], file, origin)]
    }
    case 'location':
      return location && [{ type: 'location', ...location }]
    case 'contacts':
      return contacts.map(({ name }) => ({ type: 'contact', displayName: cleanText(name.formatted_name) }))
    case 'button':
      return button && [textPart(button.text)]
    case 'interactive': {
      const { title } = interactive?.button_reply ?? interactive?.list_reply ?? {}
      return [title === undefined ? { type: 'other' } : textPart(title)]
    }
    case 'request_welcome':
      return [textPart('/start')]
    case 'unsupported':
    case 'order':
      return [{ type: 'other' }]
    default:
      return undefined
  }
}

const KINDS = { image: 'image', audio: 'audio', video: 'video', document: 'file', sticker: 'sticker' } as const

type WireFile = z.output<typeof fileSchema>

function mediaPart(kind: MediaKind, { id, mime_type, caption, filename }: WireFile, origin: Origin): MediaPart {
  const mime = mimeIn(mime_type)
  return defined({
    // A picture that was sent as a document is one all the same.
    type: kind === 'file' && mime?.startsWith('image/') ? 'image' : kind,
    ref: id,
    mime,
    fileName: fileNameIn(filename),
    caption: caption === undefined ? undefined : cleanText(caption),
    ...origin,
  })
}
