import {
  Badge,
  Card,
  Code,
  Group,
  NativeSelect,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { LogForm } from '../../../api/forms/settings.ts'
import { read } from '../../api.ts'
import { timeOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { Awaited, Empty } from '../../ui/state.tsx'
import { among, useView } from './view.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const COLORS: Readonly<Record<string, string>> = { warn: 'orange', error: 'red', fatal: 'red', info: 'blue' }

/** What the service says of itself: the newest lines first. */
export function Log() {
  const { view, change } = useView()
  // Kept here, too: the address follows a moment later, and letters typed meanwhile would be lost.
  const [words, setWords] = useState(view.words ?? '')
  const filter = { level: among(LEVELS, view.level, 'info'), part: view.part ?? '', text: words }
  const [isLive, setLive] = useState(true)
  const wanted = { ...filter, text: useDeferredValue(words) }
  const asked = useQuery({
    queryKey: ['log', wanted],
    queryFn: ({ signal }) =>
      read<LogForm>(
        '/api/log',
        { level: wanted.level, part: wanted.part || undefined, text: wanted.text || undefined },
        signal,
      ),
    refetchInterval: isLive ? LOOK_AGAIN_MS.awaited : false,
    placeholderData: keepPreviousData,
  })
  const parts = [...new Set([filter.part, ...(asked.data?.parts ?? [])])].filter(Boolean)
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {text('log.about')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" role="search">
        <NativeSelect
          label={text('log.level')}
          value={filter.level}
          data={LEVELS.map((value) => ({ value, label: text(`log.level.${value}`) }))}
          onChange={({ currentTarget: { value } }) => change({ level: value })}
        />
        <NativeSelect
          label={text('log.part')}
          value={filter.part}
          data={[{ value: '', label: text('log.all') }, ...parts]}
          onChange={({ currentTarget: { value } }) => change({ part: value })}
        />
        <TextInput
          type="search"
          label={text('log.text')}
          value={filter.text}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => {
            setWords(value)
            change({ words: value })
          }}
        />
      </SimpleGrid>
      <Switch
        label={text('log.live')}
        checked={isLive}
        onChange={({ currentTarget: { checked } }) => setLive(checked)}
      />
      {asked.data === undefined && asked.error === null ? (
        <Skeleton h={480} />
      ) : (
        <Awaited asked={asked}>{(found) => <Lines log={found} />}</Awaited>
      )}
    </Stack>
  )
}

function Lines({ log: { lines, isCut } }: { log: LogForm }) {
  if (lines.length === 0) return <Empty title={text('log.none')}>{text('log.noneAbout')}</Empty>
  return (
    <>
      <Card component="ul" padding={0} className="list" aria-label={text('settings.tab.log')}>
        {lines.map((line) => (
          <Line key={line.number} line={line} />
        ))}
      </Card>
      {isCut ? (
        <Text size="sm" c="dimmed">
          {text('log.cut')}
        </Text>
      ) : null}
    </>
  )
}

/** When, how grave, of which part; what was said; and its values below it. */
function Line({ line: { atMs, level, part, message, fields } }: { line: LogForm['lines'][number] }) {
  return (
    <li className="log-line">
      <Group gap="xs">
        <Text size="sm" c="dimmed" className="figures">
          {timeOf(atMs)}
        </Text>
        <Badge variant="light" tt="none" color={COLORS[level] ?? 'gray'}>
          {level}
        </Badge>
        <Text size="sm" c="dimmed">
          <bdi>{part}</bdi>
        </Text>
      </Group>
      <Text size="sm" className="wrapped">
        <bdi>{message}</bdi>
      </Text>
      {fields === '' ? null : (
        <Code dir="ltr" className="wrapped log-fields">
          {fields}
        </Code>
      )}
    </li>
  )
}
