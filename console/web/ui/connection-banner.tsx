import { Alert, Group, Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { BACK_SHOWN_MS, tryUntilAnswered } from '../connection-tries.ts'
import { text } from '../texts/text.ts'
import { CheckIcon } from './icons.tsx'
import { useConnection } from './use-connection.ts'

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

function useJustBack(isLost: boolean): boolean {
  const [wasLost, setWasLost] = useState(false)
  useEffect(() => {
    if (isLost) return setWasLost(true)
    const timer = setTimeout(() => setWasLost(false), BACK_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isLost])
  return wasLost && !isLost
}
