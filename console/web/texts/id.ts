import type { TextTable } from './en.ts'
import { auditActions } from './id/audit-actions.ts'
import { accounts } from './id/accounts.ts'
import { channels } from './id/channels.ts'
import { conversations } from './id/conversations.ts'
import { doors } from './id/doors.ts'
import { errors } from './id/errors.ts'
import { guard } from './id/guard.ts'
import { hazards } from './id/hazards.ts'
import { models } from './id/models.ts'
import { overview } from './id/overview.ts'
import { parts } from './id/parts.ts'
import { people } from './id/people.ts'
import { privacy } from './id/privacy.ts'
import { sentences } from './id/sentences.ts'
import { settings } from './id/settings.ts'
import { persona } from './id/persona.ts'
import { playground } from './id/playground.ts'
import { receipts } from './id/receipts.ts'
import { shell } from './id/shell.ts'
import { welcome } from './id/welcome.ts'
import { takeOver } from './id/take-over.ts'
import { tokens } from './id/tokens.ts'

export const id: TextTable = {
  ...shell,
  ...errors,
  ...doors,
  ...accounts,
  ...auditActions,
  ...tokens,
  ...parts,
  ...overview,
  ...conversations,
  ...guard,
  ...channels,
  ...sentences,
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
