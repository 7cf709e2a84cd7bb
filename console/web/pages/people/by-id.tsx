import { Button, Code, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccessForm } from '../../../api/forms/people.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'
import { decide } from './access.ts'

/** Blocks and unblocks by id, also whom nobody here has heard of yet. */
export function ById({ others }: { others: AccessForm['blockedOthers'] }) {
  const [identity, setIdentity] = useState('')
  const queries = useQueryClient()
  const deciding = useMutation({
    mutationFn: ({ act, id }: { act: 'block' | 'unblock'; id: string }) => decide(act, id),
    onSuccess: (_done, { id }) => setIdentity((typed) => (typed.trim() === id ? '' : typed)),
    onError: showError,
    onSettled: () => Promise.all([['access'], ['people']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
  const id = identity.trim()
  return (
    <Section title={text('access.title')} description={text('access.about')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (id !== '') deciding.mutate({ act: 'block', id })
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={text('access.id')}
            placeholder={text('access.idHint')}
            value={identity}
            maxLength={256}
            dir="ltr"
            autoComplete="off"
            onChange={(event) => setIdentity(event.currentTarget.value)}
            flex="1 1 14rem"
          />
          <Button type="submit" color="red" disabled={id === ''} loading={deciding.isPending}>
            {text('access.block')}
          </Button>
          <Button variant="default" disabled={id === ''} onClick={() => deciding.mutate({ act: 'unblock', id })}>
            {text('access.unblock')}
          </Button>
        </Group>
      </form>
      {others.length === 0 ? null : (
        <>
          <Text fw={600} size="sm">
            {text('access.others')}
          </Text>
          <Stack component="ul" gap="xs" className="list">
            {others.map(({ identity: other, sinceMs }, index) => (
              <Paper component="li" key={other ?? index} p="xs">
                <Group justify="space-between" gap="sm">
                  <Text size="sm" component="div" className="wrapped">
                    {other === undefined ? text('access.deleted') : <Code dir="ltr">{other}</Code>}{' '}
                    <When ms={sinceMs} />
                  </Text>
                  {other === undefined ? null : (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={text('access.unblockThis', { name: other })}
                      onClick={() => deciding.mutate({ act: 'unblock', id: other })}
                    >
                      {text('access.unblock')}
                    </Button>
                  )}
                </Group>
              </Paper>
            ))}
          </Stack>
        </>
      )}
    </Section>
  )
}
