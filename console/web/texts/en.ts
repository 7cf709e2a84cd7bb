import { auditActions } from './en/audit-actions.ts'
import { accounts } from './en/accounts.ts'
import { channels } from './en/channels.ts'
import { conversations } from './en/conversations.ts'
import { first } from './en/first.ts'
import { guard } from './en/guard.ts'
import { hazards } from './en/hazards.ts'
import { models } from './en/models.ts'
import { people } from './en/people.ts'
import { privacy } from './en/privacy.ts'
import { settings } from './en/settings.ts'
import { persona } from './en/persona.ts'
import { playground } from './en/playground.ts'
import { receipts } from './en/receipts.ts'
import { takeOver } from './en/take-over.ts'
import { tokens } from './en/tokens.ts'
import { welcome } from './en/welcome.ts'

/** Every text of the console, a file a group of pages; the other languages have the same keys. `{name}` is replaced. */
export const en = {
  ...first,
  ...accounts,
  ...auditActions,
  ...tokens,
  ...conversations,
  ...hazards,
  ...people,
  ...privacy,
  ...receipts,
  ...models,
  ...welcome,
  ...guard,
  ...channels,
  ...settings,
  ...takeOver,
  ...persona,
  ...playground,
}

export type TextKey = keyof typeof en
export type TextTable = Readonly<Record<TextKey, string>>
