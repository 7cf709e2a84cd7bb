import type { NotificationData } from '@mantine/notifications'
import { useSyncExternalStore } from 'react'
import { later, patient } from '../later.tsx'
import { text } from '../texts/text.ts'

const library = patient(() => import('@mantine/notifications'))
const Shown = later(async () => (await library()).Notifications)

let isNeeded = false
const watchers = new Set<() => void>()

/** Shows it above the page, until it is closed unless it says otherwise. */
export function notify(notice: NotificationData): void {
  isNeeded = true
  for (const tell of watchers) tell()
  const closeButtonProps = { 'aria-label': text('form.close') }
  // Where it cannot be loaded, `Shown` fails as well, and in place of the page stands why.
  library().then(
    ({ notifications }) => notifications.show({ autoClose: false, ...notice, closeButtonProps }),
    () => undefined,
  )
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Its place, once. What shows them is loaded with the first one. */
export function Notices() {
  if (!useSyncExternalStore(watch, () => isNeeded)) return null
  return <Shown position="bottom-center" limit={4} />
}
