import { AppShell, Burger, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { hasRole } from '../roles.ts'
import { AccountMenu } from './account-menu.tsx'
import { later } from './later.tsx'
import { Navigation } from './navigation.tsx'
import { pages } from './pages/all.ts'
import { useAccount } from './session.ts'
import { text } from './texts/text.ts'
import { PageHead } from './ui/head.tsx'
import { Logo } from './ui/logo.tsx'
import { Once } from './ui/once.tsx'
import { ServiceState } from './ui/service-state.tsx'

const NavigationDrawer = later(async () => (await import('./navigation-drawer.tsx')).NavigationDrawer)

const HEADER_PX = 56
const NAVIGATION_PX = 232

/** Around every page behind sign-in. On a narrow window the navigation is a drawer. */
export function Layout() {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <AppShell
      header={{ height: HEADER_PX }}
      navbar={{ width: NAVIGATION_PX, breakpoint: 'sm', collapsed: { mobile: true } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip" href="#content" onClick={skip}>
        {text('layout.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isOpen}
              onClick={open}
              hiddenFrom="sm"
              size="sm"
              aria-label={text('layout.menu')}
              aria-expanded={isOpen}
            />
            <Link to="/" className="home" aria-label={text('layout.home')}>
              <Logo />
              <Text fw={650} visibleFrom="xs">
                {text('app.name')}
              </Text>
            </Link>
            <ServiceState />
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" visibleFrom="sm">
        <Navigation />
      </AppShell.Navbar>
      <Once isOpen={isOpen}>
        <NavigationDrawer opened={isOpen} onClose={close} size={NAVIGATION_PX + 48} hiddenFrom="sm" />
      </Once>
      <AppShell.Main id="content" tabIndex={-1}>
        <div className="page">
          <Allowed />
        </div>
      </AppShell.Main>
    </AppShell>
  )
}

/** Nothing is asked for a page that the API would refuse. */
function Allowed() {
  const { role } = useAccount()
  const matches = useMatchRoute()
  const here = pages.find(({ path }) => matches({ to: path }) !== false)
  if (here === undefined || hasRole(role, here.role)) return <Outlet />
  const needed = text(`role.${here.role}`)
  return <PageHead title={text('notAllowed.title')} description={text('notAllowed.what', { role: needed })} />
}

/** The address stays what it is: what follows `#` is never read as a place. */
function skip(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#content')?.focus()
}
