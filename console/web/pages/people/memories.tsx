import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForgottenForm, MemoriesPage, MemoryForm, PersonForm } from '../../../api/forms/people.ts'
import { change } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { plural, text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { Memory } from './memory.tsx'

type Props = { readonly person: PersonForm; readonly mayChange: boolean }

/** They are read, and that is written into the audit, when an operator asks to see them. */
export function Memories({ person, mayChange }: Props) {
  const [isShown, setShown] = useState(false)
  const { isOff, privateChats } = person.memory
  return (
    <Section title={text('memories.title')} description={text('memories.about')}>
      <Group gap="xs">
        {isOff ? (
          <Badge color="orange" variant="light" tt="none">
            {text('memories.off')}
          </Badge>
        ) : null}
        {privateChats === 0 ? null : (
          <Badge color="blue" variant="light" tt="none">
            {plural('memories.private', privateChats)}
          </Badge>
        )}
        {isShown ? null : (
          <Button variant="default" onClick={() => setShown(true)}>
            {text('memories.show')}
          </Button>
        )}
      </Group>
      {isShown ? <Shown id={person.id} mayChange={mayChange} /> : null}
    </Section>
  )
}

function Shown({ id, mayChange }: { id: string; mayChange: boolean }) {
  const queries = useQueryClient()
  const [showsPast, setShowsPast] = useState(false)
  const list = useMemories(id, 'current')
  const counts = list.lastPage?.counts
  const forgettingAll = useMutation({
    async mutationFn() {
      const [title, body] = [text('memories.forgetAllTitle'), text('memories.forgetAllBody')]
      if (!(await confirm({ title, body, action: text('memories.forgetAll') }))) return
      const { memories } = await change<ForgottenForm>('DELETE', `/api/people/${encodeURIComponent(id)}/memories`)
      showDone(plural('memories.forgotten', memories))
    },
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: ['memories', id] }),
  })
  return (
    <Stack>
      {counts === undefined ? null : (
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            {text('memories.counts', { current: numberOf(counts.current), passages: numberOf(counts.passages) })}
          </Text>
          {mayChange && counts.current + counts.past + counts.passages > 0 ? (
            <Button
              size="compact-sm"
              color="red"
              variant="light"
              loading={forgettingAll.isPending}
              onClick={() => forgettingAll.mutate()}
            >
              {text('memories.forgetAll')}
            </Button>
          ) : null}
        </Group>
      )}
      <Awaited asked={list}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={text('memories.none')}>{text('memories.noneYet')}</Empty>
          ) : (
            <List id={id} memories={found} mayChange={mayChange} />
          )
        }
      </Awaited>
      <More list={list} />
      {counts === undefined || counts.past === 0 ? null : (
        <div>
          <Button variant="subtle" size="compact-sm" aria-expanded={showsPast} onClick={() => setShowsPast(!showsPast)}>
            {showsPast ? text('memories.pastHide') : text('memories.past', { count: numberOf(counts.past) })}
          </Button>
        </div>
      )}
      {showsPast ? <Past id={id} mayChange={mayChange} /> : null}
    </Stack>
  )
}

function Past({ id, mayChange }: { id: string; mayChange: boolean }) {
  const list = useMemories(id, 'past')
  return (
    <>
      <Awaited asked={list}>{(found) => <List id={id} memories={found} mayChange={mayChange} />}</Awaited>
      <More list={list} />
    </>
  )
}

const useMemories = (id: string, which: 'current' | 'past') =>
  useRows<MemoryForm, MemoriesPage>({
    key: ['memories', id],
    path: `/api/people/${encodeURIComponent(id)}/memories`,
    query: { which },
  })

type ListProps = { readonly id: string; readonly memories: readonly MemoryForm[]; readonly mayChange: boolean }

const List = ({ id, memories, mayChange }: ListProps) => (
  <Stack component="ul" gap="xs" className="list">
    {memories.map((memory) => (
      <Memory key={memory.number} person={id} memory={memory} mayChange={mayChange} />
    ))}
  </Stack>
)
