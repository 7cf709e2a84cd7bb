import { Card, Code, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { OverviewForm, Worry } from '../../../api/forms/overview.ts'
import { plural, text } from '../../texts/text.ts'
import { WarningIcon } from '../../ui/icons.tsx'
import { PageLink, type Linked } from './page-link.tsx'
import { nameTold } from '../../texts/told.ts'
import { Told } from '../../ui/told.tsx'

type Row = {
  readonly key: string
  readonly what: ReactNode
  readonly todo?: string
  /** A command or a statement. */
  readonly fix?: string | undefined
  /** The page that shows the cause. */
  readonly page?: Linked
  /** What it is to show of what it has. */
  readonly search?: Readonly<Record<string, string>>
}

/** With one item: the page does not move under its reader when something comes up. */
export const WORRIES_HEIGHT = 144

/** Each thing that needs a look, with what to do and where its cause is shown. */
export function Worries({ worries }: Pick<OverviewForm, 'worries'>) {
  return (
    <Card component="section" padding="md" mih={WORRIES_HEIGHT}>
      <Title order={2} fz="md" mb="xs">
        {text('overview.worries')}
      </Title>
      {worries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('overview.worries.none')}
        </Text>
      ) : (
        <Stack component="ul" className="list" gap="md">
          {worries.map(rowOf).map(({ key, ...each }) => (
            <Item key={key} {...each} />
          ))}
        </Stack>
      )}
    </Card>
  )
}

function Item({ what, todo, fix, page, search }: Omit<Row, 'key'>) {
  return (
    <Group component="li" wrap="nowrap" align="flex-start" gap="sm">
      <ThemeIcon color="orange" variant="light" size={28} radius="xl">
        <WarningIcon size={16} />
      </ThemeIcon>
      <Stack gap={2} miw={0}>
        <Text fw={600} className="wrapped" dir="auto">
          {what}
        </Text>
        {todo === undefined ? null : (
          <Text size="sm" c="dimmed">
            {todo}
          </Text>
        )}
        {fix === undefined ? null : (
          <Text size="sm" component="div">
            {text('overview.worry.fix')}{' '}
            <Code className="wrapped" dir="ltr">
              {fix}
            </Code>
          </Text>
        )}
        {page === undefined ? null : <PageLink to={page} {...(search && { search })} />}
      </Stack>
    </Group>
  )
}

function rowOf(worry: Worry): Row {
  switch (worry.kind) {
    case 'part': {
      const { name, detail, sentences, fix } = worry.part
      const what = (
        <>
          {text('overview.worry.part', { name: nameTold('part', name) })}{' '}
          <Told english={detail} sentences={sentences} />
        </>
      )
      return { key: `part ${name}`, what, fix }
    }
    case 'job': {
      const { job, count, error } = worry
      const what = plural('overview.worry.job', count, { job })
      return { key: `job ${job}`, what, todo: text('overview.worry.job.do', { error }) }
    }
    case 'apologies':
      return {
        key: worry.kind,
        what: plural('overview.worry.apologies', worry.count),
        todo: text('overview.worry.apologies.do'),
        page: '/conversations',
        search: { outcome: 'apologised' },
      }
    case 'replies-failed':
      return {
        key: worry.kind,
        what: plural('overview.worry.replies', worry.count),
        todo: text('overview.worry.replies.do'),
        page: '/conversations',
      }
    case 'queue':
      return {
        key: worry.kind,
        what: plural('overview.worry.queue', worry.count),
        todo: text('overview.worry.queue.do'),
        page: '/conversations',
      }
    case 'outbox':
      return {
        key: worry.kind,
        what: plural('overview.worry.outbox', worry.count),
        todo: text('overview.worry.outbox.do'),
      }
    default:
      return worry satisfies never
  }
}
