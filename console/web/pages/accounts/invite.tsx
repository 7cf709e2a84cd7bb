import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invited } from '../../../api/forms/accounts.ts'
import { ROLES, type Role } from '../../../roles.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Copy } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { When } from '../../ui/when.tsx'
import { accountsAsked } from './asked.ts'

/** A link for one colleague, with the role that they will have. */
export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog opened={isOpen} onClose={onClose} title={text('invite.title')}>
      <InviteForm onClose={onClose} />
    </Dialog>
  )
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [role, setRole] = useState<Role>('viewer')
  const sending = useMutation({
    mutationFn: () => change<Invited>('POST', '/api/invitations', { role }),
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

function InviteLink({ invited: { token, expiresAtMs }, onDone }: { invited: Invited; onDone: () => void }) {
  const link = `${document.baseURI}#join=${token}`
  return (
    <Stack>
      <Text size="sm">{text('invite.send')}</Text>
      <TextInput
        label={text('invite.link')}
        value={link}
        readOnly
        dir="ltr"
        onFocus={(event) => event.currentTarget.select()}
        data-autofocus
      />
      <Text size="sm" c="dimmed">
        {text('link.until')} <When ms={expiresAtMs} />
      </Text>
      <Group justify="flex-end">
        <Copy value={link} label={text('invite.copy')} />
        <Button onClick={onDone}>{text('codes.done')}</Button>
      </Group>
    </Stack>
  )
}
