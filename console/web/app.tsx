import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Fragment, StrictMode, useEffect, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import type { SessionForm } from '../api/forms/session.ts'
import { Inside } from './inside.tsx'
import { nonce } from './nonce.ts'
import { queries } from './queries.ts'
import { AccountProvider, useSession } from './session.ts'
import { direction, language, watchLanguage } from './texts/language.ts'
import { colorsOfSchemes, theme } from './theme.ts'
import { Boundary } from './ui/boundary.tsx'
import { ConnectionBanner } from './ui/connection-banner.tsx'
import { showWarning } from './ui/done.ts'
import { Notices } from './ui/notices.tsx'
import { Splash } from './ui/state.tsx'

type OnSession = (session: SessionForm) => void

/** Shows the pages of the session that is kept; `onSession` hears of each change of it, its end too. Returns how to close them. */
export function openInside(
  place: Element,
  { warnings, onSession }: { readonly warnings: readonly string[]; readonly onSession: OnSession },
): () => void {
  const root = createRoot(place)
  root.render(
    <StrictMode>
      <App onSession={onSession} />
    </StrictMode>,
  )
  for (const warning of warnings) showWarning(warning)
  return () => root.unmount()
}

function App({ onSession }: { onSession: OnSession }) {
  const spoken = useSyncExternalStore(watchLanguage, language)
  return (
    <DirectionProvider initialDirection={direction}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={colorsOfSchemes}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={queries}>
          <Fragment key={spoken}>
            <ConnectionBanner />
            <Boundary>
              <Notices />
              <SignedIn onSession={onSession} />
            </Boundary>
          </Fragment>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}

/** Until the session has ended. */
function SignedIn({ onSession }: { onSession: OnSession }) {
  const { data: session } = useSession()
  useEffect(() => {
    if (session !== undefined) onSession(session)
  }, [session, onSession])
  if (session?.account === undefined) return <Splash />
  return (
    <AccountProvider value={session.account}>
      <Inside key={session.account.id} />
    </AccountProvider>
  )
}
