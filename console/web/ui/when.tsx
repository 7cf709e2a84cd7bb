import { fullTime, relativeTime } from '../texts/format.ts'
import { useNow } from './now.ts'

/** How long ago it was; the whole time shows when it is pointed at. */
export function When({ ms }: { ms: number }) {
  const now = useNow()
  return (
    <time dateTime={new Date(ms).toISOString()} title={fullTime(ms)}>
      {relativeTime(ms, now)}
    </time>
  )
}
