import type { Route } from '../route.ts'
import { sessionRoutes } from './session.ts'

/** Every route of the console. */
export const routes: readonly Route[] = [...sessionRoutes]
