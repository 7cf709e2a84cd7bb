import { Anchor } from '@mantine/core'
import { Link, useRouter, type AnyRoute } from '@tanstack/react-router'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'

const NAMES = {
  '/conversations': 'overview.open.conversations',
  '/people': 'overview.open.people',
  '/guard': 'overview.open.guard',
} as const

export type Linked = keyof typeof NAMES

/** To the page that shows the cause; nothing for whoever may not open it. */
export function PageLink({ to }: { to: Linked }) {
  const { role } = useAccount()
  const routes: Readonly<Record<string, AnyRoute>> = useRouter().routesByPath
  const needed = routes[to]?.options.staticData?.role
  if (needed === undefined || !hasRole(role, needed)) return null
  return (
    <Anchor component={Link} to={to} size="sm">
      {text(NAMES[to])}
    </Anchor>
  )
}
