import { Button, Group, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MadeToken } from '../../../api/forms/tokens.ts'
import { ROLES, type Role } from '../../../roles.ts'
import { change } from '../../api.ts'
import { plural, text } from '../../texts/text.ts'
import { Form } from '../../ui/form.tsx'
import { OnceDialog, ShownOnce } from '../../ui/shown-once.tsx'
import { tokensAsked } from './asked.ts'

const DAYS = [7, 30, 90, 365]
/** A token never does what asks for a fresh proof. */
const MAY = {
  viewer: 'role.viewer.may',
  moderator: 'role.moderator.may',
  operator: 'tokens.may.operator',
  owner: 'tokens.may.owner',
} as const

/** A token for one program, with the role that it will have. */
export function MakeToken({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <OnceDialog opened={isOpen} onClose={onClose} title={text('tokens.makeTitle')}>
      {({ hold, onDone }) => <MakeForm hold={hold} onClose={onDone} />}
    </OnceDialog>
  )
}

function MakeForm({ hold, onClose }: { hold: (isHeld: boolean) => void; onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [days, setDays] = useState(90)
  const sending = useMutation({
    mutationFn: () => change<MadeToken>('POST', '/api/tokens', { name, role, days }),
    onMutate: () => hold(true),
    onError: () => hold(false),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensAsked.queryKey }),
  })
  if (sending.data !== undefined) return <Made made={sending.data} onDone={onClose} />
  return (
    <Form sending={sending}>
      {(isHeld) => (
        <Stack>
          <TextInput
            label={text('tokens.name')}
            description={text('tokens.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={64}
            autoComplete="off"
            data-autofocus
            required
          />
          <Radio.Group label={text('tokens.role')} value={role} onChange={setRole}>
            <Stack gap="sm" mt="xs">
              {ROLES.map((each) => (
                <Radio key={each} value={each} label={text(`role.${each}`)} description={text(MAY[each])} />
              ))}
            </Stack>
          </Radio.Group>
          <Text size="sm" c="dimmed">
            {text('tokens.never')}
          </Text>
          <NativeSelect
            label={text('tokens.days')}
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
            data={DAYS.map((count) => ({ value: String(count), label: plural('tokens.dayCount', count) }))}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('form.cancel')}
            </Button>
            <Button type="submit" loading={sending.isPending} disabled={isHeld}>
              {text('tokens.make')}
            </Button>
          </Group>
        </Stack>
      )}
    </Form>
  )
}

const Made = ({ made: { token, expiresAtMs }, onDone }: { made: MadeToken; onDone: () => void }) => (
  <ShownOnce
    about={text('tokens.once')}
    label={text('tokens.token')}
    value={token}
    expires={text('tokens.expires')}
    expiresAtMs={expiresAtMs}
    onDone={onDone}
  />
)
