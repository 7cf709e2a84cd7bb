import type { TextTable } from './en.ts'
import { auditActions } from './es/audit-actions.ts'
import { accounts } from './es/accounts.ts'
import { channels } from './es/channels.ts'
import { conversations } from './es/conversations.ts'
import { failures } from './es/failures.ts'
import { first } from './es/first.ts'
import { guard } from './es/guard.ts'
import { hazards } from './es/hazards.ts'
import { models } from './es/models.ts'
import { people } from './es/people.ts'
import { privacy } from './es/privacy.ts'
import { sentences } from './es/sentences.ts'
import { settings } from './es/settings.ts'
import { persona } from './es/persona.ts'
import { playground } from './es/playground.ts'
import { receipts } from './es/receipts.ts'
import { welcome } from './es/welcome.ts'
import { takeOver } from './es/take-over.ts'
import { tokens } from './es/tokens.ts'

export const es: TextTable = {
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
