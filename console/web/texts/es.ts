import type { TextTable } from './en.ts'
import { parts } from './es/parts.ts'
import { shell } from './es/shell.ts'

export const es: TextTable = { ...shell, ...parts }
