import { lazy, Suspense } from 'react'
import { useLink } from './link.ts'
import { AccountProvider, useSession } from './session.ts'
import { Awaited, Splash } from './ui/state.tsx'

const SignIn = lazy(async () => ({ default: (await import('./doors/sign-in.tsx')).SignIn }))
const NoOwner = lazy(async () => ({ default: (await import('./doors/no-owner.tsx')).NoOwner }))
const LinkPage = lazy(async () => ({ default: (await import('./doors/link-page.tsx')).LinkPage }))
const Inside = lazy(async () => ({ default: (await import('./inside.tsx')).Inside }))

/** Pages for who is signed in; for everybody else the way in. */
export function Gate() {
  const link = useLink()
  const session = useSession()
  if (link !== undefined) {
    return (
      <Suspense fallback={<Splash />}>
        <LinkPage link={link} />
      </Suspense>
    )
  }
  return (
    <Awaited asked={session} isPage>
      {({ account, hasOwner }) => (
        <Suspense fallback={<Splash />}>
          {account !== undefined ? (
            <AccountProvider value={account}>
              <Inside key={account.id} />
            </AccountProvider>
          ) : hasOwner ? (
            <SignIn />
          ) : (
            <NoOwner />
          )}
        </Suspense>
      )}
    </Awaited>
  )
}
