import type { TextTable } from './en.ts'
import { auditActions } from './id/audit-actions.ts'
import { accounts } from './id/accounts.ts'
import { channels } from './id/channels.ts'
import { conversations } from './id/conversations.ts'
import { failures } from './id/failures.ts'
import { first } from './id/first.ts'
import { guard } from './id/guard.ts'
import { hazards } from './id/hazards.ts'
import { models } from './id/models.ts'
import { people } from './id/people.ts'
import { privacy } from './id/privacy.ts'
import { sentences } from './id/sentences.ts'
import { settings } from './id/settings.ts'
import { persona } from './id/persona.ts'
import { playground } from './id/playground.ts'
import { receipts } from './id/receipts.ts'
import { welcome } from './id/welcome.ts'
import { takeOver } from './id/take-over.ts'
import { tokens } from './id/tokens.ts'

export const id: TextTable = {
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
