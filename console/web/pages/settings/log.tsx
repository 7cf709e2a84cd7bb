import { Badge, Code, NativeSelect, SimpleGrid, Skeleton, Stack, Switch, Table, Text, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { LogForm } from '../../../api/forms/settings.ts'
import { read } from '../../api.ts'
import { timeOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { Awaited, Empty } from '../../ui/state.tsx'
import { Wide } from '../../ui/wide.tsx'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const COLORS: Readonly<Record<string, string>> = { warn: 'orange', error: 'red', fatal: 'red', info: 'blue' }

/** What the service says of itself: the newest lines first. */
export function Log() {
  const [filter, setFilter] = useState<{ level: string; part: string; text: string }>({
    level: 'info',
    part: '',
    text: '',
  })
  const [isLive, setLive] = useState(true)
  const wanted = useDeferredValue(filter)
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
  const set = (change: Partial<typeof filter>) => setFilter({ ...filter, ...change })
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
          onChange={({ currentTarget: { value } }) => set({ level: value })}
        />
        <NativeSelect
          label={text('log.part')}
          value={filter.part}
          data={[{ value: '', label: text('log.all') }, ...parts]}
          onChange={({ currentTarget: { value } }) => set({ part: value })}
        />
        <TextInput
          type="search"
          label={text('log.text')}
          value={filter.text}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => set({ text: value })}
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
      <Wide label={text('settings.tab.log')}>
        <Table miw={760} verticalSpacing={6} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={110}>{text('log.time')}</Table.Th>
              <Table.Th w={90}>{text('log.level')}</Table.Th>
              <Table.Th w={170}>{text('log.part')}</Table.Th>
              <Table.Th>{text('log.message')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ number, atMs, level, part, message, fields }) => (
              <Table.Tr key={number} style={{ verticalAlign: 'top' }}>
                <Table.Td>{timeOf(atMs)}</Table.Td>
                <Table.Td>
                  <Badge variant="light" tt="none" color={COLORS[level] ?? 'gray'}>
                    {level}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <bdi>{part}</bdi>
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{message}</bdi> {fields === '' ? null : <Code dir="ltr">{fields}</Code>}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {isCut ? (
        <Text size="sm" c="dimmed">
          {text('log.cut')}
        </Text>
      ) : null}
    </>
  )
}
