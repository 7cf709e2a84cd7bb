import { DirectionProvider, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Fragment, useEffect, useSyncExternalStore } from 'react'
import { Gate } from './gate.tsx'
import { nonce } from './nonce.ts'
import { queries } from './queries.ts'
import { direction, language, watchLanguage } from './texts/language.ts'
import { colorsOfSchemes, theme } from './theme.ts'
import { Boundary } from './ui/boundary.tsx'
import { ConnectionBanner } from './ui/connection-banner.tsx'
import { Notices } from './ui/notices.tsx'

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
            <ConnectionBanner />
            <Boundary>
              <Notices />
              <Gate />
            </Boundary>
          </Fragment>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}
