import type { TextTable } from './en.ts'
import { auditActions } from './fr/audit-actions.ts'
import { accounts } from './fr/accounts.ts'
import { channels } from './fr/channels.ts'
import { conversations } from './fr/conversations.ts'
import { failures } from './fr/failures.ts'
import { first } from './fr/first.ts'
import { guard } from './fr/guard.ts'
import { hazards } from './fr/hazards.ts'
import { models } from './fr/models.ts'
import { people } from './fr/people.ts'
import { privacy } from './fr/privacy.ts'
import { sentences } from './fr/sentences.ts'
import { settings } from './fr/settings.ts'
import { persona } from './fr/persona.ts'
import { playground } from './fr/playground.ts'
import { receipts } from './fr/receipts.ts'
import { welcome } from './fr/welcome.ts'
import { takeOver } from './fr/take-over.ts'
import { tokens } from './fr/tokens.ts'

export const fr: TextTable = {
  ...first,
  ...accounts,
  ...auditActions,
  ...tokens,
  ...conversations,
  ...guard,
  ...channels,
  ...sentences,
  ...failures,
  ...settings,
  ...hazards,
  ...people,
  ...privacy,
  ...models,
  ...welcome,
  ...takeOver,
  ...persona,
  ...playground,
  ...receipts,
}
