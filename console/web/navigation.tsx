import { Divider, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { hasRole } from '../roles.ts'
import { pages, type Page } from './pages/all.ts'
import { useAccount } from './session.ts'
import type { TextKey } from './texts/en.ts'
import { text } from './texts/text.ts'
import {
  AccountsIcon,
  AuditIcon,
  ChannelsIcon,
  ConversationsIcon,
  GuardIcon,
  MemoryIcon,
  ModelsIcon,
  OverviewIcon,
  PeopleIcon,
  SettingsIcon,
  TokensIcon,
  PersonaIcon,
  PlaygroundIcon,
  type Icon,
} from './ui/icons.tsx'

const ICONS: Readonly<Partial<Record<TextKey, Icon>>> = {
  'nav.overview': OverviewIcon,
  'nav.conversations': ConversationsIcon,
  'nav.people': PeopleIcon,
  'nav.guard': GuardIcon,
  'nav.memory': MemoryIcon,
  'nav.models': ModelsIcon,
  'nav.channels': ChannelsIcon,
  'nav.settings': SettingsIcon,
  'nav.persona': PersonaIcon,
  'nav.playground': PlaygroundIcon,
  'nav.accounts': AccountsIcon,
  'nav.tokens': TokensIcon,
  'nav.audit': AuditIcon,
}

/** The pages that this account may open. */
export function Navigation({ onFollow }: { onFollow?: () => void }) {
  const { role } = useAccount()
  const shown = pages.filter((page) => page.name !== undefined && hasRole(role, page.role))
  const [service, console] = [shown.filter(({ isOfConsole }) => !isOfConsole), shown.filter((page) => page.isOfConsole)]
  return (
    <Stack component="nav" gap={4} aria-label={text('layout.pages')}>
      <Links pages={service} onFollow={onFollow} />
      {console.length === 0 ? null : (
        <>
          <Divider my="xs" />
          <Text size="xs" fw={600} c="dimmed" px="sm">
            {text('nav.console')}
          </Text>
          <Links pages={console} onFollow={onFollow} />
        </>
      )}
    </Stack>
  )
}

const Links = ({ pages, onFollow }: { pages: readonly Page[]; onFollow: (() => void) | undefined }) =>
  pages.map(({ path, name }) => {
    const Drawing = name && ICONS[name]
    return (
      <Link
        key={path}
        to={path}
        activeOptions={{ exact: path === '/' }}
        className="navigation"
        onClick={() => onFollow?.()}
      >
        {Drawing && <Drawing />}
        <span className="shrinks">{name && text(name)}</span>
      </Link>
    )
  })
