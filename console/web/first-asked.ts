import { hasRole, type Role } from '../roles.ts'
import { readEarly } from './api.ts'

/** Whether this page is the overview, which is mostly the first. */
const isOverview = () => location.pathname === new URL('.', document.baseURI).pathname

export type FirstPath = '/api/state' | '/api/overview' | '/api/welcome'

/** What a page shows first. */
export function firstPaths({ role }: { readonly role: Role }): readonly FirstPath[] {
  if (!isOverview()) return ['/api/state']
  return ['/api/state', '/api/overview', ...(hasRole(role, 'operator') ? (['/api/welcome'] as const) : [])]
}

/** It is asked for while the page's code is loaded; `inside.tsx` takes the answers. */
export const askFirst = (account: { readonly role: Role }): void =>
  firstPaths(account).forEach((path) => readEarly(path))
