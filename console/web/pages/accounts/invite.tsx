import { Button, Group, Radio, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invited } from '../../../api/forms/accounts.ts'
import { ROLES, type Role } from '../../../roles.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Form } from '../../ui/form.tsx'
import { OnceDialog, ShownOnce } from '../../ui/shown-once.tsx'
import { accountsAsked } from './asked.ts'

/** A link for one colleague, with the role that they will have. */
export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <OnceDialog opened={isOpen} onClose={onClose} title={text('invite.title')}>
      {({ hold, onDone }) => <InviteForm hold={hold} onClose={onDone} />}
    </OnceDialog>
  )
}

function InviteForm({ hold, onClose }: { hold: (isHeld: boolean) => void; onClose: () => void }) {
  const queries = useQueryClient()
  const [role, setRole] = useState<Role>('viewer')
  const sending = useMutation({
    mutationFn: () => change<Invited>('POST', '/api/invitations', { role }),
    onMutate: () => hold(true),
    onError: () => hold(false),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountsAsked.queryKey }),
  })
  if (sending.data !== undefined) return <InviteLink invited={sending.data} onDone={onClose} />
  return (
    <Form sending={sending}>
      {(isHeld) => (
        <Stack>
          <Radio.Group label={text('invite.role')} value={role} onChange={setRole}>
            <Stack gap="sm" mt="xs">
              {ROLES.map((each) => (
                <Radio key={each} value={each} label={text(`role.${each}`)} description={text(`role.${each}.may`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text('form.cancel')}
            </Button>
            <Button type="submit" loading={sending.isPending} disabled={isHeld}>
              {text('invite.make')}
            </Button>
          </Group>
        </Stack>
      )}
    </Form>
  )
}

const InviteLink = ({ invited: { token, expiresAtMs }, onDone }: { invited: Invited; onDone: () => void }) => (
  <ShownOnce
    about={text('invite.send')}
    label={text('invite.link')}
    value={`${document.baseURI}#join=${token}`}
    expires={text('link.until')}
    expiresAtMs={expiresAtMs}
    copyLabel={text('invite.copy')}
    onDone={onDone}
  />
)
