import type { SentenceValue } from '#machine/sentence.ts'
import type { SentenceForm } from './forms/sentence.ts'

/**
 * What a part of the service says of itself, for accounts that see numbers only: with the account of a linked phone, or a
 * platform's words about somebody, it may hold a phone number. Where operators set a channel up, it stands in full.
 */
export const withoutNumbers = (text: string): string => text.replaceAll(NUMBER, '…')

/** The shortest numbers of a country have seven digits; as they are read, behind a plus, they are in groups. */
const NUMBER = /\d{7,}|(?<=\+)\d(?:[ ()-]{0,2}\d){6,}/g

type PartSaid = { readonly detail?: string | undefined; readonly sentences?: readonly SentenceForm[] | undefined }

/** What a part says, in every language. */
export const saidWithoutNumbers = <Of extends PartSaid>(of: Of): Of => ({
  ...of,
  ...(of.detail !== undefined && { detail: withoutNumbers(of.detail) }),
  ...(of.sentences && { sentences: of.sentences.map(withoutNumbersIn) }),
})

/** Its English stands beside it. */
const withoutNumbersIn = ({ code, values }: SentenceForm): SentenceForm => ({
  code,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueWithoutNumbers(value)])),
})

function valueWithoutNumbers(value: SentenceValue): SentenceValue {
  if (typeof value === 'string') return withoutNumbers(value)
  if (typeof value === 'number' || 'bytes' in value) return value
  return 'quote' in value ? { quote: withoutNumbers(value.quote) } : { list: value.list.map(withoutNumbers) }
}
