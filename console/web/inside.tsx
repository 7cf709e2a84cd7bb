import { RouterProvider } from '@tanstack/react-router'
import { router } from './router.tsx'
import { Confirming } from './ui/confirm.tsx'
import { StepUp } from './ui/step-up.tsx'

/** All that only who is signed in can use. */
export function Inside() {
  return (
    <>
      <RouterProvider router={router} />
      <Confirming />
      <StepUp />
    </>
  )
}
