import { Button, Group } from '@mantine/core'
import { text } from '../../texts/text.ts'

type Props = {
  readonly isAsking: boolean
  readonly canSend: boolean
  readonly isQuiet?: boolean
  readonly onStop: () => void
}

/** Of the form that asks. Two elements: a click that stops would send the form, were the button made another one under it. */
export function AskButtons({ isAsking, canSend, isQuiet = false, onStop }: Props) {
  return (
    <Group>
      {isAsking ? (
        <Button key="stop" variant="default" onClick={onStop}>
          {text('playground.stop')}
        </Button>
      ) : (
        <Button key="send" type="submit" variant={isQuiet ? 'default' : 'filled'} disabled={!canSend}>
          {text('playground.send')}
        </Button>
      )}
    </Group>
  )
}
