import { SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { OverviewForm } from '../../../api/forms/overview.ts'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { useDrawn } from '../../ui/drawn.ts'
import { PageHead } from '../../ui/head.tsx'
import { useLive } from '../../ui/live.ts'
import { Awaited } from '../../ui/state.tsx'
import { welcomeAsked } from '../welcome/asked.ts'
import { WelcomeCard } from '../welcome/card.tsx'
import { overviewAsked } from './asked.ts'
import { Numbers, NUMBER_HEIGHT } from './numbers.tsx'
import { Parts } from './parts.tsx'
import { Plots } from './plots.tsx'
import { State } from './state.tsx'
import { Worries, WORRIES_HEIGHT } from './worries.tsx'

/** Where the stream is not there: it is open in another tab, or lost. */
const AGAIN_MS = 30_000
/** Enough for the page to have a bar for scrolling from the start. */
const BELOW_HEIGHT = 600

/** Is it well, what goes on, and what needs a look. */
export function Page() {
  const queries = useQueryClient()
  const overview = useQuery({ ...overviewAsked, refetchInterval: AGAIN_MS })
  useLive('overview', (newest) => queries.setQueryData<OverviewForm>(overviewAsked.queryKey, newest))
  const mayGoOn = hasRole(useAccount().role, 'operator')
  const welcome = useQuery({ ...welcomeAsked, enabled: mayGoOn })
  const isAwaited = (overview.data === undefined && overview.error === null) || welcome.isLoading
  return (
    <>
      <PageHead title={text('nav.overview')} description={text('overview.about')} />
      {isAwaited ? (
        <Shapes />
      ) : (
        <Awaited asked={overview}>
          {(found) => (
            <Stack gap="xl">
              {welcome.data?.isOpen === true ? <WelcomeCard step={welcome.data.step} /> : null}
              <SimpleGrid cols={{ base: 1, lg: 2 }}>
                <State state={found.state} />
                <Worries worries={found.worries} />
              </SimpleGrid>
              <Numbers of={found} />
              <Below parts={found.parts} />
            </Stack>
          )}
        </Awaited>
      )}
    </>
  )
}

/** Hardly any of it is on the first screen, which is drawn before it and can then be used. */
function Below({ parts }: Pick<OverviewForm, 'parts'>) {
  if (!useDrawn()) return <Skeleton h={BELOW_HEIGHT} />
  return (
    <>
      <Plots />
      <Parts parts={parts} />
    </>
  )
}

function Shapes() {
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Skeleton h={WORRIES_HEIGHT} />
        <Skeleton h={WORRIES_HEIGHT} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
        {Array.from({ length: 6 }, (_, n) => (
          <Skeleton key={n} h={NUMBER_HEIGHT} />
        ))}
      </SimpleGrid>
      <Skeleton h={320} />
    </Stack>
  )
}
