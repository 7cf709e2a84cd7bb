import type { Route } from '../route.ts'
import { sessionRoutes } from './session.ts'
import { stateRoutes } from './state.ts'

/** Every route of the console. */
export const routes: readonly Route[] = [...sessionRoutes, ...stateRoutes]
