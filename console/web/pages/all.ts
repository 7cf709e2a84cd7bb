import type { ComponentType } from 'react'
import type { Role } from '../../roles.ts'
import type { TextKey } from '../texts/en.ts'

export type Page = {
  /** Below the console's address; `$id` is a part that changes. */
  readonly path: string
  /** In the navigation. Absent: it is reached from another page. */
  readonly name?: TextKey
  readonly role: Role
  /** Loaded when it is opened. */
  readonly load: () => Promise<{ readonly Page: ComponentType }>
}

/** Every page behind sign-in, in the order of the navigation. */
export const pages: readonly Page[] = [
  { path: '/', name: 'nav.overview', role: 'viewer', load: () => import('./overview/page.tsx') },
]
