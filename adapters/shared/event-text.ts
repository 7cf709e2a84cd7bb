import { cleanText, shortened } from '#core/contract/text.ts'

const NAME_LENGTH_MAX = 128
const FILE_NAME_LENGTH_MAX = 255
const MIME_LENGTH_MAX = 128

/** The name of a person, a chat or a role, for storing and showing. */
export const displayName = (name: string): string => shortened(cleanText(name).trim(), NAME_LENGTH_MAX)

/** As the platform states it, without parameters (`; charset=utf-8`). */
export const mimeIn = (stated = ''): string | undefined =>
  shortened(cleanText(stated.split(';')[0] ?? '').trim(), MIME_LENGTH_MAX) || undefined

export const fileNameIn = (stated: string | undefined): string | undefined =>
  stated === undefined ? undefined : shortened(cleanText(stated), FILE_NAME_LENGTH_MAX)
