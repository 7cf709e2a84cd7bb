import type { NotificationData } from '@mantine/notifications'
import { patient } from '../patient.ts'
import { text } from '../texts/text.ts'

/** Loaded with the first notice. */
export const notices = patient(() => import('@mantine/notifications'))

let isNeeded = false
const watchers = new Set<() => void>()

/** Shows it above the page, until it is closed unless it says otherwise. */
export function notify(notice: NotificationData): void {
  isNeeded = true
  for (const tell of watchers) tell()
  const closeButtonProps = { 'aria-label': text('form.close') }
  // Where it cannot be loaded, what shows them fails as well, and in place of the page stands why.
  notices().then(
    ({ notifications }) => notifications.show({ autoClose: false, ...notice, closeButtonProps }),
    () => undefined,
  )
}

export const isAnyNotice = () => isNeeded

export function watchNotices(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
