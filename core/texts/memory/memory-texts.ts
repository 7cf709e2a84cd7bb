import type { MemoryItemKind } from '../../contract/memory.ts'

/** What the bot says of what it remembers, in one language. Commands stay as they are: people copy them. */
export type MemoryTexts = {
  /** Below the greeting, the help, and the answer to `/reset`. */
  readonly start: string
  readonly help: string
  readonly reset: string

  readonly empty: string
  /** Headings. */
  readonly kinds: Readonly<Record<MemoryItemKind, string>>
  readonly earlier: string
  readonly inGroup: string
  readonly passages: (count: number) => string
  readonly page: (number: number, of: number) => string
  readonly howToChange: string

  readonly rememberHow: string
  readonly tooLong: (charactersMax: number) => string
  readonly full: string
  readonly saved: (text: string, number: number) => string
  readonly savedAlready: (text: string, number: number) => string
  /** With `/memory off`, and in private mode. */
  readonly notKept: { readonly off: string; readonly private: string }

  readonly editHow: string
  readonly edited: (text: string, number: number) => string
  readonly noSuchNumber: (number: number) => string

  readonly forgetHow: string
  readonly forgotten: (numbers: string) => string
  readonly forgottenMessages: (count: number) => string
  readonly whichOne: string
  readonly nothingFound: string
  readonly forgetAllConfirm: (count: number) => string
  readonly forgottenAll: string

  readonly used: string
  readonly usedNone: string
  readonly usedGone: string

  /** `never`: switched off for everybody. */
  readonly state: { readonly on: string; readonly off: string; readonly never: string }
  readonly private: { readonly on: string; readonly off: string }

  readonly deleteConfirm: (messages: number, memories: number, pictures: number) => string
  readonly deleting: (messages: number, memories: number, pictures: number) => string

  readonly shared: string
  readonly answeredInPrivate: string
  readonly askInPrivate: string
  readonly onlyHere: string
}
