import { createHash, createHmac } from 'node:crypto'
import { ERRORS } from './api-error.ts'
import { DAY_MS, type GraphState, type StoredFile } from './graph-state.ts'

/** How long an address of a file works: WhatsApp's five minutes, and about a day for the others. */
const URL_LIFETIME_MS = { whatsApp: 5 * 60_000, other: DAY_MS }
/** How long an id of WhatsApp's is good for: what came by webhook, and what the bot uploaded. */
export const MEDIA_LIFETIME_MS = { received: 7 * DAY_MS, uploaded: 30 * DAY_MS }

/**
 * What the Cloud API takes: https://github.com/fbsamples/whatsapp-api-examples/issues/10 has the error in full, and
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media the sizes.
 */
const MIME_TYPES: Readonly<Record<string, number>> = {
  'audio/aac': 16 << 20,
  'audio/mp4': 16 << 20,
  'audio/mpeg': 16 << 20,
  'audio/amr': 16 << 20,
  'audio/ogg': 16 << 20,
  'audio/opus': 16 << 20,
  'application/vnd.ms-powerpoint': 100 << 20,
  'application/msword': 100 << 20,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 100 << 20,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 100 << 20,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 100 << 20,
  'application/pdf': 100 << 20,
  'text/plain': 100 << 20,
  'application/vnd.ms-excel': 100 << 20,
  'image/jpeg': 5 << 20,
  'image/png': 5 << 20,
  'image/webp': 500 << 10,
  'video/mp4': 16 << 20,
  'video/3gpp': 16 << 20,
}

/** POST /{phone id}/media */
export function uploadMedia(state: GraphState, file: Pick<StoredFile, 'name' | 'mime' | 'bytes'>): { id: string } {
  const bytesMax = MIME_TYPES[file.mime]
  if (bytesMax === undefined) {
    const types = Object.keys(MIME_TYPES).join(', ')
    const why = `Param file must be a file with one of the following types: ${types}.`
    throw ERRORS.badParameter(`${why} Received file of type '${file.mime}'.`)
  }
  if (file.bytes.length > bytesMax) throw ERRORS.badValue(`File is larger than ${bytesMax} bytes`)
  const { id } = state.addFile({ ...file, lifetimeMs: MEDIA_LIFETIME_MS.uploaded })
  return { id }
}

/** GET /{media id}: the first of two steps. Undefined: there is no such id, or no longer. */
export function mediaInfo(state: GraphState, id: string) {
  const file = storedFile(state, id)
  if (!file) return undefined
  return {
    messaging_product: 'whatsapp',
    url: fileUrl(state, file),
    mime_type: file.mime,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    file_size: file.bytes.length,
    id,
  }
}

export function storedFile(state: GraphState, id: string): StoredFile | undefined {
  const file = state.files.get(id)
  return file && state.now() < file.storedAtMs + file.lifetimeMs ? file : undefined
}

/** An address that works for some time. */
export function fileUrl(state: GraphState, file: StoredFile): string {
  const expiresAtMs = state.now() + (state.isWhatsApp ? URL_LIFETIME_MS.whatsApp : URL_LIFETIME_MS.other)
  const expires = Math.floor(expiresAtMs / 1000)
  if (state.isWhatsApp) {
    return `${state.root}/whatsapp_business/attachments/?mid=${file.id}&ext=${expires}&hash=${proof(file.id, expires)}`
  }
  return `${state.root}/v/t39.0-0/${file.id}?oe=${expires.toString(16)}&oh=${proof(file.id, expires)}`
}

export type Wanted = { readonly file: StoredFile | undefined; readonly needsToken: boolean }

/** The file that an address names; undefined when this is no address of a file. */
export function wantedFile(state: GraphState, url: URL): Wanted | undefined {
  const query = url.searchParams
  const isWhatsApps = url.pathname === '/whatsapp_business/attachments/'
  const others = /^\/v\/t39\.0-0\/(\d+)$/.exec(url.pathname)?.[1]
  if (!isWhatsApps && others === undefined) return undefined
  const id = isWhatsApps ? (query.get('mid') ?? '') : (others ?? '')
  const expires = isWhatsApps ? Number(query.get('ext')) : Number.parseInt(query.get('oe') ?? '', 16)
  const isGenuine = query.get(isWhatsApps ? 'hash' : 'oh') === proof(id, expires)
  const isInTime = state.now() < expires * 1000
  return { file: isGenuine && isInTime ? state.files.get(id) : undefined, needsToken: isWhatsApps }
}

function proof(id: string, expires: number): string {
  return createHmac('sha256', 'double').update(`${id}:${expires}`).digest('base64url')
}
