import { hasRole, type Role } from '../roles.ts'
import { readEarly } from './api.ts'

/** Whether this page is the overview, which is mostly the first. */
export const isOverview = () => location.pathname === new URL('.', document.baseURI).pathname

/** What a page shows first is asked for while its code is loaded; `inside.tsx` takes the answers. */
export function askFirst({ role }: { readonly role: Role }): void {
  readEarly('/api/state')
  if (!isOverview()) return
  readEarly('/api/overview')
  if (hasRole(role, 'operator')) readEarly('/api/welcome')
}
