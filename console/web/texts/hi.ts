import type { TextTable } from './en.ts'
import { auditActions } from './hi/audit-actions.ts'
import { accounts } from './hi/accounts.ts'
import { channels } from './hi/channels.ts'
import { conversations } from './hi/conversations.ts'
import { failures } from './hi/failures.ts'
import { first } from './hi/first.ts'
import { guard } from './hi/guard.ts'
import { hazards } from './hi/hazards.ts'
import { models } from './hi/models.ts'
import { people } from './hi/people.ts'
import { privacy } from './hi/privacy.ts'
import { sentences } from './hi/sentences.ts'
import { settings } from './hi/settings.ts'
import { persona } from './hi/persona.ts'
import { playground } from './hi/playground.ts'
import { receipts } from './hi/receipts.ts'
import { welcome } from './hi/welcome.ts'
import { takeOver } from './hi/take-over.ts'
import { tokens } from './hi/tokens.ts'

export const hi: TextTable = {
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
