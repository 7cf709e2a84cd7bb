import { parts } from './en/parts.ts'
import { shell } from './en/shell.ts'

/** Every text of the console, a file a group of pages; the other languages have the same keys. `{name}` is replaced. */
export const en = { ...shell, ...parts }

export type TextKey = keyof typeof en
export type TextTable = Readonly<Record<TextKey, string>>
