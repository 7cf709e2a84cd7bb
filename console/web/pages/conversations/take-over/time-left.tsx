import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { serverNow } from '../../../api.ts'
import { plural } from '../../../texts/text.ts'

const STEP_MS = 1_000
const MINUTE_S = 60

/** Until the conversation is handed back by itself: by the service's clock, that of the browser may be wrong. */
export function TimeLeft({ untilMs }: { untilMs: number }) {
  const [nowMs, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), STEP_MS)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.round((untilMs - nowMs) / 1_000))
  return (
    <Text size="sm" role="timer">
      {seconds > MINUTE_S
        ? plural('takeOver.left.minutes', Math.round(seconds / MINUTE_S))
        : plural('takeOver.left.seconds', seconds)}
    </Text>
  )
}
