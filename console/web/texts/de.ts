import type { TextTable } from './en.ts'
import { auditActions } from './de/audit-actions.ts'
import { accounts } from './de/accounts.ts'
import { channels } from './de/channels.ts'
import { conversations } from './de/conversations.ts'
import { failures } from './de/failures.ts'
import { first } from './de/first.ts'
import { guard } from './de/guard.ts'
import { hazards } from './de/hazards.ts'
import { models } from './de/models.ts'
import { people } from './de/people.ts'
import { privacy } from './de/privacy.ts'
import { sentences } from './de/sentences.ts'
import { settings } from './de/settings.ts'
import { persona } from './de/persona.ts'
import { playground } from './de/playground.ts'
import { receipts } from './de/receipts.ts'
import { welcome } from './de/welcome.ts'
import { takeOver } from './de/take-over.ts'
import { tokens } from './de/tokens.ts'

export const de: TextTable = {
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
