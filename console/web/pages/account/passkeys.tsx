import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PasskeyRow } from '../../../api/forms/accounts.ts'
import { change } from '../../api.ts'
import { addPasskey } from '../../passkeys.ts'
import { usePasskeysHere } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'

/** Whoever has one signs in without a password and without a code. */
export function Passkeys({ passkeys }: { passkeys: readonly PasskeyRow[] }) {
  const queries = useQueryClient()
  const isHere = usePasskeysHere()
  const [isAdding, setAdding] = useState(false)
  const refresh = () =>
    queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => first === 'me' || first === 'session' })
  const removing = useMutation({
    async mutationFn({ id, name }: PasskeyRow) {
      const [title, body] = [text('passkeys.removeTitle', { name }), text('passkeys.removeBody')]
      if (!(await confirm({ title, body, action: text('passkeys.remove') }))) return
      await change('DELETE', `/api/me/passkeys/${id}`)
    },
    onError: showError,
    onSettled: refresh,
  })
  return (
    <Section title={text('passkeys.title')} description={text('passkeys.about')}>
      {passkeys.length === 0 ? null : (
        <Stack component="ul" gap="xs" className="list">
          {passkeys.map((passkey) => (
            <Passkey key={passkey.id} passkey={passkey} onRemove={() => removing.mutate(passkey)} />
          ))}
        </Stack>
      )}
      {!isHere ? (
        <Text size="sm">{text('passkeys.notHere')}</Text>
      ) : isAdding ? (
        <AddPasskey
          onDone={() => {
            setAdding(false)
            void refresh()
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <Group>
          <Button variant={passkeys.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)}>
            {text('passkeys.add')}
          </Button>
        </Group>
      )}
    </Section>
  )
}

function Passkey({
  passkey: { name, createdAtMs, usedAtMs },
  onRemove,
}: {
  passkey: PasskeyRow
  onRemove: () => void
}) {
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={550} className="wrapped">
            <Name>{name}</Name>
          </Text>
          <Text size="sm" c="dimmed">
            {text('passkeys.made')} <When ms={createdAtMs} />
            {usedAtMs === undefined ? null : (
              <>
                {' · '}
                {text('devices.seen')} <When ms={usedAtMs} />
              </>
            )}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={text('passkeys.removeThis', { name })}
          onClick={onRemove}
        >
          {text('passkeys.remove')}
        </Button>
      </Group>
    </Paper>
  )
}

function AddPasskey({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [name, setName] = useState('')
  const sending = useMutation({
    mutationFn: () => addPasskey(name),
    onSuccess() {
      showDone(text('passkeys.added', { name }))
      onDone()
    },
  })
  return (
    <Form sending={sending}>
      {(isHeld) => (
        <Stack maw={400}>
          <TextInput
            label={text('passkeys.name')}
            description={text('passkeys.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={64}
            autoComplete="off"
            autoFocus
            required
          />
          <Group>
            <Button type="submit" loading={sending.isPending} disabled={isHeld}>
              {text('passkeys.make')}
            </Button>
            <Button variant="default" onClick={onCancel}>
              {text('form.cancel')}
            </Button>
          </Group>
        </Stack>
      )}
    </Form>
  )
}
