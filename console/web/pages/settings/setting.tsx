import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { text } from '../../texts/text.ts'
import { isEditable } from './asked.ts'
import { Editing } from './editing.tsx'
import type { Unsaved } from './use-drafts.ts'
import { inWords } from './value.ts'
import { toldOr } from '../../texts/told.ts'

const COLORS = { default: 'gray', file: 'gray', console: 'teal', environment: 'blue' } as const
type Props = {
  readonly setting: SettingForm
  readonly name: string
  readonly unsaved: Unsaved
  readonly onOpen: (key: string) => void
}

/** What it is, its value and where that comes from, and what the operator can do with it. */
export function Setting({ setting, name, unsaved, onOpen }: Props) {
  /** What was pressed here last: where the focus goes. */
  const [pressed, setPressed] = useState<'edit' | 'cancel'>()
  const { key, form, source, applies, value, isSet } = setting
  const draft = unsaved.drafts[key]
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
            <bdi>
              {form.type === 'secret' ? text(isSet ? 'settings.secretSet' : 'settings.unset') : inWords(value, form)}
            </bdi>
          </Text>
        </Stack>
        {isEditable(setting) && draft === undefined ? (
          <Button
            variant="default"
            size="xs"
            miw="fit-content"
            autoFocus={pressed === 'cancel'}
            aria-label={text('settings.editOf', { key })}
            onClick={() => {
              setPressed('edit')
              unsaved.open(setting)
            }}
          >
            {text('settings.edit')}
          </Button>
        ) : null}
      </Group>
      <States setting={setting} />
      {draft === undefined ? null : (
        <Editing
          setting={setting}
          draft={draft}
          unsaved={unsaved}
          takesFocus={pressed === 'edit'}
          onOpen={onOpen}
          onCancel={() => {
            setPressed('cancel')
            unsaved.close([key])
          }}
        />
      )}
    </Stack>
  )
}

/** What is wrong may be a part of a sentence, or a whole one. */
const withoutStop = (words: string) => words.replace(/[.。।]$/, '')

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
          {text('settings.fault', { why: withoutStop(toldOr(fault.message, fault.sentences)) })}
        </Text>
      )}
    </>
  )
}
