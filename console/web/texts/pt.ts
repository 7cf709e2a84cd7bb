import type { TextTable } from './en.ts'
import { auditActions } from './pt/audit-actions.ts'
import { accounts } from './pt/accounts.ts'
import { channels } from './pt/channels.ts'
import { conversations } from './pt/conversations.ts'
import { failures } from './pt/failures.ts'
import { first } from './pt/first.ts'
import { guard } from './pt/guard.ts'
import { hazards } from './pt/hazards.ts'
import { models } from './pt/models.ts'
import { people } from './pt/people.ts'
import { privacy } from './pt/privacy.ts'
import { sentences } from './pt/sentences.ts'
import { settings } from './pt/settings.ts'
import { persona } from './pt/persona.ts'
import { playground } from './pt/playground.ts'
import { receipts } from './pt/receipts.ts'
import { welcome } from './pt/welcome.ts'
import { takeOver } from './pt/take-over.ts'
import { tokens } from './pt/tokens.ts'

export const pt: TextTable = {
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
