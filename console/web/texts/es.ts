import type { TextTable } from './en.ts'
import { errors } from './es/errors.ts'
import { shell } from './es/shell.ts'

export const es: TextTable = { ...shell, ...errors }
