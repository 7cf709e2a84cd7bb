import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { text } from '../../texts/text.ts'

/** How a step is left. */
export type Way = {
  readonly isPending: boolean
  readonly back?: () => void
  readonly next: () => void
}

type Props = Way & {
  readonly title: string
  readonly about: ReactNode
  /** What the button that leads on says. */
  readonly onward: string
  /** There is nothing better to do here than to go on. */
  readonly isDone: boolean
  readonly children: ReactNode
}

/** The heading of the step that was shown before, in this visit. */
let before: string | undefined

/** One step: what is asked, and the ways out of it. Its heading takes the focus when the step before was left. */
export function Panel({ title, about, onward, isDone, isPending, back, next, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (before !== undefined && before !== title) heading.current?.focus({ preventScroll: true })
    before = title
  }, [title])
  return (
    <Card component="section" radius="lg" padding={0} p={{ base: 'md', xs: 'xl' }}>
      <Stack gap="lg">
        <div>
          <Title order={2} fz="1.25rem" tabIndex={-1} ref={heading}>
            {title}
          </Title>
          <Text component="div" c="dimmed" mt={4}>
            {about}
          </Text>
        </div>
        {children}
        <Group justify="space-between">
          {back === undefined ? (
            <span />
          ) : (
            <Button variant="subtle" color="gray" onClick={back}>
              {text('welcome.back')}
            </Button>
          )}
          <Button variant={isDone ? 'filled' : 'default'} loading={isPending} onClick={next}>
            {onward}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
