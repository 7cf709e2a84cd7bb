import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { isEditable } from './asked.ts'
import { Editing } from './editing.tsx'
import { useChange, type Before } from './use-change.ts'
import { inWords } from './value.ts'

const COLORS = { default: 'gray', file: 'gray', console: 'teal', environment: 'blue' } as const
type Props = {
  readonly setting: SettingForm
  readonly name: string
  /** What the console had before it was changed here. */
  readonly before: Before | undefined
  readonly onBefore: (before: Before | undefined) => void
}

/** What it is, its value and where that comes from, and what the operator can do with it. */
export function Setting({ setting, name, before, onBefore }: Props) {
  const [isEditing, setEditing] = useState(false)
  const { key, form, source, applies, value, isSet } = setting
  const isOurs = isEditable(setting)
  return (
    <Stack gap={4} data-setting={key}>
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Group gap={6}>
            <Code style={{ overflowWrap: 'anywhere' }}>{key}</Code>
            <Badge variant="light" tt="none" color={COLORS[source]}>
              {text(`settings.source.${source}`)}
            </Badge>
            {applies === 'next-start' ? (
              <Badge variant="default" tt="none">
                {text('settings.nextStart')}
              </Badge>
            ) : null}
          </Group>
          <Text size="sm">{name}</Text>
          <Text size="sm" fw={600} component="div" style={{ overflowWrap: 'anywhere' }}>
            <bdi>{form.type === 'secret' ? text(isSet ? 'settings.secretSet' : 'settings.unset') : inWords(value)}</bdi>
          </Text>
        </Stack>
        {isOurs && !isEditing ? (
          <Button
            variant="default"
            size="xs"
            miw="fit-content"
            aria-label={text('settings.editOf', { key })}
            onClick={() => setEditing(true)}
          >
            {text('settings.edit')}
          </Button>
        ) : null}
      </Group>
      <States setting={setting} />
      {before === undefined || isEditing ? null : (
        <Undo setting={setting} before={before} onEnd={() => onBefore(undefined)} />
      )}
      {isEditing ? (
        <Editing
          setting={setting}
          onEnd={(changed) => {
            setEditing(false)
            if (changed !== undefined) onBefore(changed)
          }}
        />
      ) : null}
    </Stack>
  )
}

function States({ setting: { applies, lockedBy, waitsForStart, fault } }: { setting: SettingForm }) {
  const notes = [
    ...(lockedBy === undefined ? [] : [text('settings.locked', { name: lockedBy })]),
    ...(applies === 'elsewhere' && lockedBy === undefined ? [text('settings.elsewhere')] : []),
    ...(waitsForStart ? [text('settings.waits')] : []),
  ]
  return (
    <>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      {fault === undefined ? null : (
        <Text size="sm" c="var(--mantine-color-error)">
          {text('settings.fault', { why: fault })}
        </Text>
      )}
    </>
  )
}

type UndoProps = { readonly setting: SettingForm; readonly before: Before; readonly onEnd: () => void }

/** Back to what was there; nobody knows a secret that was there. */
function Undo({ setting, before, onEnd }: UndoProps) {
  const change = useChange(setting)
  const undoing = useMutation({
    mutationFn: () => change(before.own),
    onSuccess: onEnd,
    onError: showError,
  })
  return (
    <Group gap="xs" role="status">
      <Text size="sm">{text('settings.changed')}</Text>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={undoing.isPending}
        aria-label={text('settings.undoOf', { key: setting.key })}
        onClick={() => undoing.mutate()}
      >
        {text('settings.undo')}
      </Button>
    </Group>
  )
}
