import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet } from '@tanstack/react-router'
import { hasRole } from '../roles.ts'
import { pages } from './pages/all.ts'
import { useSession } from './session.ts'
import { text } from './texts/text.ts'
import { Awaited } from './ui/state.tsx'

/** Around every page: the navigation, with what this account may open. */
export function Layout() {
  const [isOpen, { toggle, close }] = useDisclosure()
  const session = useSession()
  return (
    <Awaited asked={session}>
      {({ account }) => (
        <AppShell
          header={{ height: 52 }}
          navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
          padding="md"
        >
          <AppShell.Header>
            <Group h="100%" px="md">
              <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
              <Text fw={700}>{text('app.name')}</Text>
            </Group>
          </AppShell.Header>
          <AppShell.Navbar p="xs">
            {pages.map(({ path, name, role }) =>
              name === undefined || account === undefined || !hasRole(account.role, role) ? null : (
                <NavLink key={path} component={Link} to={path} label={text(name)} onClick={close} />
              ),
            )}
          </AppShell.Navbar>
          <AppShell.Main>
            <Outlet />
          </AppShell.Main>
        </AppShell>
      )}
    </Awaited>
  )
}
