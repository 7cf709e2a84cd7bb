import type { TextTable } from './en.ts'
import { shell } from './es/shell.ts'

export const es: TextTable = { ...shell }
