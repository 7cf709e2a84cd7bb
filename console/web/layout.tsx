import { Burger, Group, Text } from '@mantine/core'
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

const DRAWER_PX = 280

/** Around every page behind sign-in. On a narrow window the navigation is a drawer. */
export function Layout() {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <a className="skip" href="#content" onClick={skip}>
        {text('layout.skip')}
      </a>
      <header className="shell-header">
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
      </header>
      <div className="shell">
        <div className="shell-navigation">
          <Navigation />
        </div>
        <main id="content" tabIndex={-1}>
          <div className="page">
            <Allowed />
          </div>
        </main>
      </div>
      <Once isOpen={isOpen}>
        <NavigationDrawer opened={isOpen} onClose={close} size={DRAWER_PX} hiddenFrom="sm" />
      </Once>
    </>
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
