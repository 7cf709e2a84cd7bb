import type { Route } from '../route.ts'
import { accountRoutes } from './accounts.ts'
import { auditRoutes } from './audit.ts'
import { channelRoutes } from './channels.ts'
import { guardRoutes } from './guard.ts'
import { linkRoutes } from './links.ts'
import { liveRoutes } from './live.ts'
import { meRoutes } from './me.ts'
import { modelRoutes } from './models.ts'
import { metricsRoutes } from './metrics.ts'
import { openApiRoute } from './openapi.ts'
import { overviewRoutes } from './overview.ts'
import { conversationRoutes } from './conversations.ts'
import { passkeyRoutes } from './passkeys.ts'
import { peopleRoutes } from './people.ts'
import { personaRoutes } from './persona.ts'
import { playgroundRoutes } from './playground.ts'
import { privacyRoutes } from './privacy.ts'
import { settingsRoutes } from './settings.ts'
import { sessionRoutes } from './session.ts'
import { stateRoutes } from './state.ts'
import { welcomeRoutes } from './welcome.ts'
import { takeOverRoutes } from './take-over.ts'
import { tokenRoutes } from './tokens.ts'

/** Every route of the console. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...stateRoutes,
  ...linkRoutes,
  ...accountRoutes,
  ...passkeyRoutes,
  ...tokenRoutes,
  ...meRoutes,
  ...liveRoutes,
  ...overviewRoutes,
  ...metricsRoutes,
  ...auditRoutes(() => routes),
  ...conversationRoutes,
  ...takeOverRoutes,
  ...peopleRoutes,
  ...privacyRoutes,
  ...guardRoutes,
  ...welcomeRoutes,
  ...channelRoutes,
  ...modelRoutes,
  ...settingsRoutes,
  ...personaRoutes,
  ...playgroundRoutes,
  openApiRoute(() => routes),
]
