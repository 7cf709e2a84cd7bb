import { Badge, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../texts/text.ts'
import { stateAsked } from './state-asked.ts'
import { useConnection } from './use-connection.ts'

const AGAIN_MS = 20_000

const COLORS = { ready: 'green', attention: 'orange', starting: 'blue', failed: 'red', lost: 'orange' } as const

/** Whether the service is well, on every page. Its place is kept while that is asked. */
export function ServiceState() {
  const isLost = useConnection() === 'lost'
  const { data } = useQuery({ ...stateAsked, refetchInterval: AGAIN_MS })
  const state = isLost ? 'lost' : data?.state
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      {data?.isDemo === true && (
        <Badge variant="light" className="shrinks-first">
          {text('service.demo')}
        </Badge>
      )}
      <Badge
        variant="dot"
        color={state === undefined ? 'gray' : COLORS[state]}
        className="state"
        data-known={state !== undefined}
      >
        {text(state === undefined ? 'state.loading' : `service.${state}`)}
      </Badge>
    </Group>
  )
}
