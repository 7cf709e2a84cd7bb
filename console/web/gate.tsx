import type { SessionForm } from '../api/forms/session.ts'
import { later } from './later.tsx'
import { useLink } from './link.ts'
import { AccountProvider, useSession } from './session.ts'
import { Awaited, Splash } from './ui/state.tsx'

const SignIn = later(async () => (await import('./doors/sign-in.tsx')).SignIn, Splash)
const NoOwner = later(async () => (await import('./doors/no-owner.tsx')).NoOwner, Splash)
const LinkPage = later(async () => (await import('./doors/link-page.tsx')).LinkPage, Splash)
const Inside = later(async () => {
  const inside = await import('./inside.tsx')
  await inside.loadFirstPage()
  return inside.Inside
}, Splash)

/** Pages for who is signed in; for everybody else the way in. */
export function Gate() {
  return (
    <Awaited asked={useSession()} isPage>
      {(session) => <Opened {...session} />}
    </Awaited>
  )
}

/** A link leads on whoever is signed in; its own requests need the session's token. */
function Opened({ account, hasOwner }: SessionForm) {
  const link = useLink()
  if (link !== undefined) return <LinkPage key={link.token} link={link} />
  if (account === undefined) return hasOwner ? <SignIn /> : <NoOwner />
  return (
    <AccountProvider value={account}>
      <Inside key={account.id} />
    </AccountProvider>
  )
}
