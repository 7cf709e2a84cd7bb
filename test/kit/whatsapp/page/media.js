/** A file in the page. */
export class OpaqueData {
  #blob

  static async createFromData(blob, mimetype) {
    return new OpaqueData(new Blob([blob], { type: mimetype }), blob.name)
  }

  constructor(blob, name) {
    this.#blob = blob
    this.name = name
  }

  get size() {
    return this.#blob.size
  }

  get type() {
    return this.#blob.type
  }

  formData() {
    return this.#blob
  }

  url() {
    return ''
  }

  autorelease() {}
}

/** What is known of a file that is to be sent, until it goes into the message. */
class MediaData {
  constructor(fields) {
    Object.assign(this, fields)
  }

  set(fields) {
    Object.assign(this, fields)
  }

  toJSON() {
    return Object.fromEntries(Object.entries(this).filter(([name]) => name !== 'mediaBlob'))
  }
}

export const prepRawMedia = (opaque, params) => ({
  async waitForPrep() {
    const type = typeOf(opaque.type, params)
    const filehash = await hashOf(opaque.formData())
    const sides = type === 'image' || type === 'sticker' ? await sidesOf(opaque.formData()) : {}
    const { name: filename, size, type: mimetype } = opaque
    return new MediaData({ type, mimetype, filename, size, filehash, mediaBlob: opaque, isGif: false, ...sides })
  },
})

function typeOf(mimetype, { asSticker, isPtt, asDocument }) {
  if (asDocument) return 'document'
  if (asSticker) return 'sticker'
  if (isPtt) return 'ptt'
  const [kind] = mimetype.split('/')
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'document'
}

async function sidesOf(blob) {
  const bitmap = await createImageBitmap(blob)
  const { width, height } = bitmap
  bitmap.close()
  return { width, height }
}

async function hashOf(blob) {
  const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

/** By their hashes, until they are uploaded. */
const objects = new Map()
const blobs = new Map()

export function getOrCreateMediaObject(filehash) {
  const known = objects.get(filehash)
  if (known) return known
  const made = { filehash, contentInfo: {}, consolidate: (fields) => Object.assign(made, fields) }
  objects.set(filehash, made)
  return made
}

export const InMemoryMediaBlobCache = { put: (filehash, blob) => blobs.set(filehash, blob) }

export async function uploadMedia({ mediaObject: { filehash } }) {
  const blob = blobs.get(filehash)
  objects.delete(filehash)
  blobs.delete(filehash)
  const response = await fetch('/media', { method: 'POST', body: blob })
  if (!response.ok) throw new FetchFailed(response.status)
  const directPath = `/media/${(await response.json()).path}`
  const mmsUrl = new URL(directPath, location.origin).href
  const mediaKeyTimestamp = Math.floor(Date.now() / 1000)
  return { mediaEntry: { mmsUrl, directPath, mediaKey: filehash, mediaKeyTimestamp, encFilehash: filehash } }
}

export const downloadManager = {
  async downloadAndMaybeDecrypt({ directPath, signal }) {
    const response = await fetch(directPath, { signal })
    if (!response.ok) throw new FetchFailed(response.status)
    return await response.arrayBuffer()
  },
}

class FetchFailed extends Error {
  constructor(status) {
    super(`the server answered ${status}`)
    this.status = status
  }
}
