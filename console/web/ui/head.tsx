import { Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { text } from '../texts/text.ts'

type Head = {
  readonly title: string
  readonly description?: ReactNode
  /** Buttons that concern the whole page. */
  readonly actions?: ReactNode
}

/** Where the first page of this visit was opened: there the browser has the focus where readers expect it. */
let headed = location.pathname

/** Of every page: the title of the tab, and the one h1, which takes the focus when another page opens. */
export function PageHead({ title, description, actions }: Head) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => void (document.title = `${title} · ${text('app.name')}`), [title])
  useEffect(() => {
    if (headed === location.pathname) return
    headed = location.pathname
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} maw={720}>
        <Title order={1} tabIndex={-1} ref={heading}>
          {title}
        </Title>
        {description === undefined ? null : (
          <Text c="dimmed" size="sm">
            {description}
          </Text>
        )}
      </Stack>
      {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
    </Group>
  )
}
