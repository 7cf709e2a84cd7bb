import './guard.css'
import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AboutForm } from '../../../api/forms/guard.ts'
import { hasRole } from '../../../roles.ts'
import { read } from '../../api.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { About } from './about.tsx'
import { BlocksPlot } from './blocks-plot.tsx'
import { Export } from './export.tsx'
import { Review } from './review.tsx'
import { Trial } from './trial.tsx'

/** What is blocked and why, what operators think of it, and what this guard is. */
export function Page() {
  const { role } = useAccount()
  const about = useQuery({
    queryKey: ['guard', 'about'],
    queryFn: ({ signal }) => read<AboutForm>('/api/guard/about', {}, signal),
  })
  return (
    <>
      <PageHead title={text('nav.guard')} description={text('guard.about')} />
      {about.data === undefined && about.error === null ? (
        <Stack gap="lg">
          <Skeleton h={420} />
          <Skeleton h={480} />
        </Stack>
      ) : (
        <Awaited asked={about}>
          {(found) => (
            <Stack gap="lg">
              <About of={found} />
              {hasRole(role, 'moderator') ? <Review /> : null}
              <BlocksPlot />
              {hasRole(role, 'moderator') ? <Trial seesPictures={found.seesPictures} /> : null}
              {hasRole(role, 'owner') ? <Export /> : null}
            </Stack>
          )}
        </Awaited>
      )}
    </>
  )
}
