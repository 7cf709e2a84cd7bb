const BY_EXTENSION: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json',
  zip: 'application/zip',
  pdf: 'application/pdf',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
}

const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50

/** Discord goes by the name; where that says nothing, this goes by the first bytes. */
export function mimeOf(name: string, bytes: Uint8Array): string {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return BY_EXTENSION[extension] ?? (isPng(bytes) ? 'image/png' : 'application/octet-stream')
}

export function pictureName(bytes: Uint8Array, index: number): string {
  return `picture${index}.${isPng(bytes) ? 'png' : 'jpg'}`
}
