import { useSyncExternalStore } from 'react'
import { later } from '../later.tsx'
import { isAnyNotice, notices, watchNotices } from './notify.ts'

const Shown = later(async () => (await notices()).Notifications)

/** Their place, once. What shows them is loaded with the first one. */
export function Notices() {
  if (!useSyncExternalStore(watchNotices, isAnyNotice)) return null
  return <Shown position="bottom-center" limit={4} />
}
