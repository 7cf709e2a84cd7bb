import { Alert, Group, Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { read } from '../api.ts'
import { useConnection } from '../connection.ts'
import { text } from '../texts/text.ts'
import { CheckIcon } from './icons.tsx'

const FIRST_TRY_MS = 1_000
const TRY_MS_MAX = 10_000
const BACK_SHOWN_MS = 4_000

/** While the service does not answer: says so, keeps trying, and says when it is back. */
export function ConnectionBanner() {
  const isLost = useConnection() === 'lost'
  const isBack = useJustBack(isLost)
  useEffect(() => (isLost ? tryUntilAnswered() : undefined), [isLost])
  return (
    <div className="connection" role="status">
      {isLost || isBack ? (
        <Alert color={isLost ? 'orange' : 'green'} variant="filled" py="xs" radius="xl">
          <Group gap="xs" wrap="nowrap">
            {isLost ? <Loader size="xs" color="white" aria-hidden /> : <CheckIcon size={18} />}
            <Text size="sm" fw={600}>
              {text(isLost ? 'connection.lost' : 'connection.back')}
            </Text>
          </Group>
        </Alert>
      ) : null}
    </div>
  )
}

/** The answer itself tells that the service is back. */
function tryUntilAnswered(): () => void {
  const ended = new AbortController()
  let waitMs = FIRST_TRY_MS
  let timer: ReturnType<typeof setTimeout>
  const again = () => {
    timer = setTimeout(() => void attempt(), waitMs)
    waitMs = Math.min(TRY_MS_MAX, waitMs * 1.5)
  }
  const attempt = () => read('/api/session', {}, ended.signal).catch(() => ended.signal.aborted || again())
  again()
  return () => {
    ended.abort()
    clearTimeout(timer)
  }
}

function useJustBack(isLost: boolean): boolean {
  const [wasLost, setWasLost] = useState(false)
  useEffect(() => {
    if (isLost) return setWasLost(true)
    const timer = setTimeout(() => setWasLost(false), BACK_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isLost])
  return wasLost && !isLost
}
