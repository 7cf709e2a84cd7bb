import { RouterProvider } from '@tanstack/react-router'
import { later } from './later.tsx'
import { router } from './router.tsx'
import { confirmation } from './ui/confirm-question.ts'
import { Once } from './ui/once.tsx'
import { stepUp } from './ui/step-up-question.ts'

const Confirming = later(async () => (await import('./ui/confirm.tsx')).Confirming)
const StepUp = later(async () => (await import('./ui/step-up.tsx')).StepUp)

/** What the router waits for itself, it shows late. */
export const loadFirstPage = () => router.load()

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
