import { accounts } from './en/accounts.ts'
import { channels } from './en/channels.ts'
import { conversations } from './en/conversations.ts'
import { doors } from './en/doors.ts'
import { errors } from './en/errors.ts'
import { guard } from './en/guard.ts'
import { hazards } from './en/hazards.ts'
import { models } from './en/models.ts'
import { overview } from './en/overview.ts'
import { parts } from './en/parts.ts'
import { people } from './en/people.ts'
import { privacy } from './en/privacy.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { welcome } from './en/welcome.ts'

/** Every text of the console, a file a group of pages; the other languages have the same keys. `{name}` is replaced. */
export const en = {
  ...shell,
  ...errors,
  ...doors,
  ...accounts,
  ...parts,
  ...overview,
  ...conversations,
  ...hazards,
  ...people,
  ...privacy,
  ...models,
  ...welcome,
  ...guard,
  ...channels,
  ...settings,
}

export type TextKey = keyof typeof en
export type TextTable = Readonly<Record<TextKey, string>>
