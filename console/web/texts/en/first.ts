import { doors } from './doors.ts'
import { errors } from './errors.ts'
import { overview } from './overview.ts'
import { parts } from './parts.ts'
import { shell } from './shell.ts'

/** What sign-in and the overview say, and what is around every page: it is there from the start. */
export const first = { ...shell, ...errors, ...doors, ...parts, ...overview }
