import { doors } from './doors.ts'
import { errors } from './errors.ts'
import { firstSentences } from './first-sentences.ts'
import { overview } from './overview.ts'
import { parts } from './parts.ts'
import { shell } from './shell.ts'

/** As in English, with what the service says: there it says it itself. */
export const first = { ...shell, ...errors, ...doors, ...parts, ...overview, ...firstSentences }
