import type { Route } from '../route.ts'
import { liveRoutes } from './live.ts'
import { overviewRoutes } from './overview.ts'
import { sessionRoutes } from './session.ts'

/** Every route of the console. */
export const routes: readonly Route[] = [...sessionRoutes, ...liveRoutes, ...overviewRoutes]
