import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { Fragment, useEffect, useSyncExternalStore } from 'react'
import { Gate } from './gate.tsx'
import { queries } from './queries.ts'
import { direction, language, watchLanguage } from './texts/language.ts'
import { colorsOfSchemes, theme } from './theme.ts'
import { Boundary } from './ui/boundary.tsx'
import { ConnectionBanner } from './ui/connection-banner.tsx'

/** The nonce of this response: without it the browser takes no style that Mantine adds. */
const nonce = () => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function App() {
  const spoken = useSyncExternalStore(watchLanguage, language)
  useEffect(() => void (document.documentElement.lang = spoken), [spoken])
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
            <Notifications position="bottom-center" limit={4} />
            <ConnectionBanner />
            <Boundary>
              <Gate />
            </Boundary>
          </Fragment>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}
