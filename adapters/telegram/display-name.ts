import { cleanText, shortened } from '#core/contract/text.ts'

const NAME_LENGTH_MAX = 128

/** A name as people and chats give it to themselves, made fit to be stored and shown. */
export function displayName(text: string): string {
  return shortened(cleanText(text).trim(), NAME_LENGTH_MAX)
}

/** Both names of a person, as Telegram has them. */
export function userName({ first_name = '', last_name = '' }: Names): string {
  return displayName(`${first_name} ${last_name}`)
}

type Names = { readonly first_name?: string | undefined; readonly last_name?: string | undefined }
