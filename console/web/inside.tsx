import { RouterProvider } from '@tanstack/react-router'
import type { SessionForm } from '../api/forms/session.ts'
import { firstPaths } from './first-asked.ts'
import { later } from './later.tsx'
import { overviewAsked } from './pages/overview/asked.ts'
import { welcomeAsked } from './pages/welcome/asked.ts'
import { queries } from './queries.ts'
import { router } from './router.tsx'
import { keepSession } from './session.ts'
import { confirmation } from './ui/confirm-question.ts'
import { Once } from './ui/once.tsx'
import { stateAsked } from './ui/state-asked.ts'
import { stepUp } from './ui/step-up-question.ts'

const Confirming = later(async () => (await import('./ui/confirm.tsx')).Confirming)
const StepUp = later(async () => (await import('./ui/step-up.tsx')).StepUp)

/** Longer a page that is loaded does not wait for what it shows. */
const FIRST_ANSWERS_MS_MAX = 150

/** By what `askFirst` has asked for where the page is opened with the document. */
const FIRST = { '/api/state': stateAsked, '/api/overview': overviewAsked, '/api/welcome': welcomeAsked }

/** Once: a router that was shown and is no longer would wait until it is drawn. Who comes in again finds it as it was left. */
let routerLoaded: Promise<void> | undefined

/**
 * What the router waits for itself, it shows late. What the page shows is asked for meanwhile, and mostly there: then it
 * is drawn once, not first without. The session is kept before, since that drops what was read for somebody else.
 */
export async function loadFirstPage(session: SessionForm): Promise<void> {
  keepSession(queries, session)
  routerLoaded ??= router.load()
  const paths = session.account === undefined ? [] : firstPaths(session.account)
  const asked = paths.map((path) => queries.query<unknown>(FIRST[path]))
  await routerLoaded
  await Promise.race([Promise.allSettled(asked), new Promise((resolve) => setTimeout(resolve, FIRST_ANSWERS_MS_MAX))])
}

/** All that only who is signed in can use. */
export function Inside() {
  return (
    <>
      <RouterProvider router={router} />
      <Once isOpen={confirmation.useOpen() !== undefined}>
        <Confirming />
      </Once>
      <Once isOpen={stepUp.useOpen() !== undefined}>
        <StepUp />
      </Once>
    </>
  )
}
