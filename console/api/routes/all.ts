import type { Route } from '../route.ts'
import { conversationRoutes } from './conversations.ts'
import { sessionRoutes } from './session.ts'

/** Every route of the console. */
export const routes: readonly Route[] = [...sessionRoutes, ...conversationRoutes]
