import type { ComponentType } from 'react'
import type { Role } from '../../roles.ts'
import type { TextKey } from '../texts/en.ts'

export type Page = {
  /** Below the console's address; `$id` is a part that changes. */
  readonly path: string
  /** In the navigation. Absent: it is reached from another page. */
  readonly name?: TextKey
  readonly role: Role
  /** About the console itself: below the others in the navigation. */
  readonly isOfConsole?: true
  /** Loaded when it is opened. */
  readonly load: () => Promise<{ readonly Page: ComponentType }>
}

/** Every page behind sign-in, in the order of the navigation. */
export const pages: readonly Page[] = [
  { path: '/', name: 'nav.overview', role: 'viewer', load: () => import('./overview/page.tsx') },
  {
    path: '/conversations',
    name: 'nav.conversations',
    role: 'moderator',
    load: () => import('./conversations/page.tsx'),
  },
  { path: '/people', name: 'nav.people', role: 'moderator', load: () => import('./people/page.tsx') },
  { path: '/people/$person', role: 'moderator', load: () => import('./people/person.tsx') },
  { path: '/memory', name: 'nav.memory', role: 'viewer', load: () => import('./memory/page.tsx') },
  { path: '/guard', name: 'nav.guard', role: 'viewer', load: () => import('./guard/page.tsx') },
  { path: '/models', name: 'nav.models', role: 'operator', load: () => import('./models/page.tsx') },
  { path: '/welcome', role: 'operator', load: () => import('./welcome/page.tsx') },
  { path: '/channels', name: 'nav.channels', role: 'viewer', load: () => import('./channels/page.tsx') },
  { path: '/channels/$channel', role: 'operator', load: () => import('./channels/channel.tsx') },
  { path: '/settings', name: 'nav.settings', role: 'viewer', load: () => import('./settings/page.tsx') },
  { path: '/persona', name: 'nav.persona', role: 'operator', load: () => import('./persona/page.tsx') },
  { path: '/playground', name: 'nav.playground', role: 'operator', load: () => import('./playground/page.tsx') },
  {
    path: '/accounts',
    name: 'nav.accounts',
    role: 'owner',
    isOfConsole: true,
    load: () => import('./accounts/page.tsx'),
  },
  { path: '/tokens', name: 'nav.tokens', role: 'owner', isOfConsole: true, load: () => import('./tokens/page.tsx') },
  { path: '/audit', name: 'nav.audit', role: 'owner', isOfConsole: true, load: () => import('./audit/page.tsx') },
  { path: '/account', role: 'viewer', load: () => import('./account/page.tsx') },
]
