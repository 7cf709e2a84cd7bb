import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InvitationRow } from '../../../api/forms/accounts.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { When } from '../../ui/when.tsx'
import { accountsAsked } from './asked.ts'

/** Those that nobody has used yet. */
export function Invitations({ invitations }: { invitations: readonly InvitationRow[] }) {
  const queries = useQueryClient()
  const taking = useMutation({
    mutationFn: (id: string) => change('DELETE', `/api/invitations/${id}`),
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: accountsAsked.queryKey }),
  })
  return (
    <Stack component="ul" gap="xs" className="list">
      {invitations.map(({ id, role, madeBy, expiresAtMs }) => (
        <Paper component="li" key={id} p="sm">
          <Group justify="space-between" gap="sm">
            <div>
              <Text fw={550}>{text(`role.${role}`)}</Text>
              <Text size="sm" c="dimmed">
                {text('invitations.by', { name: madeBy })} · {text('link.until')} <When ms={expiresAtMs} />
              </Text>
            </div>
            <Button size="compact-sm" variant="default" onClick={() => taking.mutate(id)}>
              {text('invitations.takeBack')}
            </Button>
          </Group>
        </Paper>
      ))}
    </Stack>
  )
}
