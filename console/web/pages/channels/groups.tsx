import { Alert, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { GroupDefaultForm, GroupForm, GroupRow } from '../../../api/forms/channels.ts'
import { change, conflictIn, read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { showDone } from '../../ui/done.ts'
import { errorText, showError } from '../../ui/fail.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { platformName } from '../../ui/platforms.ts'

const MODES = ['mention', 'replies', 'thread', 'all'] as const
type Mode = (typeof MODES)[number]
const choices = () => MODES.map((value) => ({ value, label: text(`groups.mode.${value}`) }))

/** Which messages of a group are for the bot. */
export function Groups() {
  const otherwise = useQuery({
    queryKey: ['groups', 'default'],
    queryFn: ({ signal }) => read<GroupDefaultForm>('/api/groups/default', {}, signal),
  })
  const rows = useRows<GroupRow>({ key: ['groups', 'list'], path: '/api/groups' })
  return (
    <Section title={text('groups.title')} description={text('groups.about')}>
      <Awaited asked={otherwise}>{(found) => <Default of={found} />}</Awaited>
      <Awaited asked={rows}>
        {(found) =>
          found.length === 0 ? (
            <Text c="dimmed" size="sm">
              {text('groups.none')}
            </Text>
          ) : (
            <div>
              <Stack component="ul" className="list" gap="xs" aria-label={text('groups.list')}>
                {found.map((row) => (
                  <GroupItem key={row.group} of={row} />
                ))}
              </Stack>
              <More list={rows} />
            </div>
          )
        }
      </Awaited>
    </Section>
  )
}

function Default({ of: { value, revision, lockedBy } }: { of: GroupDefaultForm }) {
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: (mode: Mode) => change<GroupDefaultForm>('PUT', '/api/groups/default', { mode, revision }),
    onSuccess(now) {
      queries.setQueryData(['groups', 'default'], now)
      showDone(text('groups.saved'))
    },
    onError(error) {
      // Undefined leaves what there is.
      queries.setQueryData(['groups', 'default'], conflictIn<GroupDefaultForm>(error)?.now)
      showError(error)
    },
  })
  return (
    <NativeSelect
      label={text('groups.default')}
      description={lockedBy === undefined ? undefined : text('channels.lockedBy', { name: lockedBy })}
      value={String(value)}
      data={choices()}
      disabled={lockedBy !== undefined || saving.isPending}
      onChange={(event) => saving.mutate(event.currentTarget.value as Mode)}
      maw={420}
    />
  )
}

function GroupItem({ of: { group, title, platform, mode } }: { of: GroupRow }) {
  const [seen, setSeen] = useState(mode)
  const name = title === '' ? group : title
  const saving = useMutation({
    mutationFn: (next: Mode | null) => change<GroupForm>('PUT', '/api/groups/mode', { group, mode: next, seen }),
    onSuccess(now) {
      setSeen(now.mode)
      showDone(text('groups.saved'))
    },
    onError(error) {
      const now = conflictIn<GroupForm>(error)?.now
      if (now !== undefined) setSeen(now.mode)
    },
  })
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <div className="shrinks">
          <Text fw={600}>
            <Name>{name}</Name>
          </Text>
          <Text size="xs" c="dimmed" className="wrapped">
            {platformName(platform)} · <bdi>{group}</bdi>
          </Text>
        </div>
        <NativeSelect
          aria-label={text('groups.modeOf', { name })}
          value={seen ?? ''}
          data={[{ value: '', label: text('groups.asDefault') }, ...choices()]}
          disabled={saving.isPending}
          onChange={(event) =>
            saving.mutate(event.currentTarget.value === '' ? null : (event.currentTarget.value as Mode))
          }
        />
      </Group>
      {saving.error === null || saving.isPending ? null : (
        <Alert color="orange" role="alert" mt="xs" title={errorText(saving.error)} />
      )}
    </Paper>
  )
}
