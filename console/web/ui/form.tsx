import { Alert, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { plural } from '../texts/text.ts'
import { errorText } from './fail.ts'
import { useSecondsLeft } from './seconds-left.ts'

type Sending = { readonly isPending: boolean; readonly error: Error | null; readonly mutate: () => void }

type Props = {
  readonly sending: Sending
  /** In place of what an error is usually told as; undefined: as usual. */
  readonly sentence?: (error: Error) => string | undefined
  readonly children: (isHeld: boolean) => ReactNode
}

/**
 * A form that is sent once at a time, and says above its fields what was refused. It is held while the service lets
 * nobody try again.
 */
export function Form({ sending, sentence, children }: Props) {
  const { isPending, error, mutate } = sending
  const secondsLeft = useSecondsLeft(error)
  const isHeld = secondsLeft > 0
  const shown = error === null || isPending ? undefined : (sentence?.(error) ?? errorText(error))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending && !isHeld) mutate()
      }}
    >
      {shown === undefined ? null : (
        <Alert color="red" role="alert" mb="md" title={shown}>
          {isHeld ? (
            <Text size="sm" role="timer">
              {plural('form.held', secondsLeft)}
            </Text>
          ) : null}
        </Alert>
      )}
      {children(isHeld)}
    </form>
  )
}
