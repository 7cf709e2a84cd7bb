import type { TextTable } from './en.ts'
import { auditActions } from './zh/audit-actions.ts'
import { accounts } from './zh/accounts.ts'
import { channels } from './zh/channels.ts'
import { conversations } from './zh/conversations.ts'
import { failures } from './zh/failures.ts'
import { first } from './zh/first.ts'
import { guard } from './zh/guard.ts'
import { hazards } from './zh/hazards.ts'
import { models } from './zh/models.ts'
import { people } from './zh/people.ts'
import { privacy } from './zh/privacy.ts'
import { sentences } from './zh/sentences.ts'
import { settings } from './zh/settings.ts'
import { persona } from './zh/persona.ts'
import { playground } from './zh/playground.ts'
import { receipts } from './zh/receipts.ts'
import { welcome } from './zh/welcome.ts'
import { takeOver } from './zh/take-over.ts'
import { tokens } from './zh/tokens.ts'

export const zh: TextTable = {
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
