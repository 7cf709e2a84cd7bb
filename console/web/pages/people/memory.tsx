import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForgottenForm, MemoryForm } from '../../../api/forms/people.ts'
import { change, conflictIn, hasCode } from '../../api.ts'
import { plural, text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'
import { Said } from '../../ui/bidi.tsx'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { Form } from '../../ui/form.tsx'
import { When } from '../../ui/when.tsx'
import { Conflict } from '../../ui/conflict.tsx'
import { LongText } from '../../ui/long-text.tsx'

const CHARACTERS_MAX = 1_000
type Props = { readonly person: string; readonly memory: MemoryForm; readonly mayChange: boolean }

/** One that holds, or held before: what it says, where it comes from, and two buttons. */
export function Memory({ person, memory, mayChange }: Props) {
  const [isEditing, setEditing] = useState(false)
  const { number, kind, field, supersededBy } = memory
  return (
    <Paper component="li" p="sm">
      <Stack gap="xs">
        <Group gap={6}>
          <Text size="sm" fw={600}>
            {text('memories.number', { number })}
          </Text>
          <Badge variant="light" tt="none">
            {text(`memories.kind.${kind}`)}
            {field === undefined ? '' : `: ${text(`memories.field.${field}`)}`}
          </Badge>
          {memory.isOfGroup ? (
            <Badge variant="default" tt="none">
              {text('memories.ofGroup')}
            </Badge>
          ) : null}
          {supersededBy === undefined ? null : (
            <Badge variant="default" tt="none">
              {text('memories.replacedBy', { number: supersededBy })}
            </Badge>
          )}
        </Group>
        {isEditing ? (
          <Editing person={person} memory={memory} onEnd={() => setEditing(false)} />
        ) : (
          <>
            <Said>{memory.text}</Said>
            <Group justify="space-between" gap="sm">
              <Source memory={memory} />
              {mayChange ? <Buttons person={person} memory={memory} onEdit={() => setEditing(true)} /> : null}
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  )
}

const Source = ({ memory: { origin, saidAtMs, editedAtMs } }: { memory: MemoryForm }) => (
  <Text size="sm" c="dimmed">
    {editedAtMs === undefined ? text(`memories.origin.${origin}`) : text('memories.edited')} ·{' '}
    <When ms={editedAtMs ?? saidAtMs} />
  </Text>
)

type ButtonsProps = { readonly person: string; readonly memory: MemoryForm; readonly onEdit: () => void }

function Buttons({ person, memory: { number, text: seen, supersededBy }, onEdit }: ButtonsProps) {
  const queries = useQueryClient()
  const forgetting = useMutation({
    async mutationFn() {
      const [title, body] = [text('memories.forgetTitle'), text('memories.forgetBody')]
      if (!(await confirm({ title, body, action: text('memories.forget') }))) return
      const { memories } = await change<ForgottenForm>(
        'DELETE',
        `/api/people/${encodeURIComponent(person)}/memories/${number}`,
        { seen },
      )
      showDone(plural('memories.forgotten', memories))
    },
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: ['memories', person] }),
  })
  return (
    <Group gap="xs">
      {supersededBy === undefined ? (
        <Button size="compact-sm" variant="default" aria-label={text('memories.editThis', { number })} onClick={onEdit}>
          {text('memories.edit')}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        aria-label={text('memories.forgetThis', { number })}
        loading={forgetting.isPending}
        onClick={() => forgetting.mutate()}
      >
        {text('memories.forget')}
      </Button>
    </Group>
  )
}

type EditingProps = { readonly person: string; readonly memory: MemoryForm; readonly onEnd: () => void }

function Editing({ person, memory, onEnd }: EditingProps) {
  const queries = useQueryClient()
  const { number } = memory
  const [seen, setSeen] = useState(memory.text)
  const [typed, setTyped] = useState(memory.text)
  const saving = useMutation({
    mutationFn: () =>
      change<MemoryForm>('PUT', `/api/people/${encodeURIComponent(person)}/memories/${number}`, { text: typed, seen }),
    onSuccess() {
      showDone(text('memories.saved', { number }))
      onEnd()
      void queries.invalidateQueries({ queryKey: ['memories', person] })
    },
    onError(error) {
      const now = conflictIn<MemoryForm>(error)?.now
      if (now !== undefined) setSeen(now.text)
    },
  })
  const isConflict = hasCode(saving.error, 'conflict')
  return (
    <Form sending={isConflict ? { ...saving, error: null } : saving}>
      {(isHeld) => (
        <Stack gap="sm">
          {isConflict && !saving.isPending ? (
            <Conflict>
              <Said size="sm" fw={600}>
                {seen}
              </Said>
            </Conflict>
          ) : null}
          <LongText
            label={text('memories.text')}
            value={typed}
            maxLength={CHARACTERS_MAX}
            minRows={2}
            maxRows={10}
            data-autofocus
            onType={setTyped}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onEnd}>
              {text('form.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={isHeld || typed.trim() === ''}>
              {text('memories.save')}
            </Button>
          </Group>
        </Stack>
      )}
    </Form>
  )
}
