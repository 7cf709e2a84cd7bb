import { Anchor } from '@mantine/core'
import { Link, useRouter, type AnyRoute } from '@tanstack/react-router'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'

const NAMES = {
  '/conversations': 'overview.open.conversations',
  '/people': 'overview.open.people',
  '/guard': 'overview.open.guard',
  '/models': 'overview.open.models',
} as const

export type Linked = keyof typeof NAMES

type Props = {
  readonly to: Linked
  /** What the page is to show of what it has. */
  readonly search?: Readonly<Record<string, string>>
}

/** To the page that shows the cause; nothing for whoever may not open it. */
export function PageLink({ to, search = {} }: Props) {
  const { role } = useAccount()
  const routes: Readonly<Record<string, AnyRoute>> = useRouter().routesByPath
  const needed = routes[to]?.options.staticData?.role
  if (needed === undefined || !hasRole(role, needed)) return null
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to={to} search={search} />}>
      {text(NAMES[to])}
    </Anchor>
  )
}
