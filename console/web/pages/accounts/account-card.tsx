import { Badge, Button, Group, NativeSelect, Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AccountRow } from '../../../api/forms/accounts.ts'
import { ROLES, type Role } from '../../../roles.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { Initial } from '../../ui/initial.tsx'
import { When } from '../../ui/when.tsx'
import { accountsAsked } from './asked.ts'

/** One account, whose role can be changed and which can be removed: one's own is another owner's to change. */
export function AccountCard({ account }: { account: AccountRow }) {
  const { id, name, role: from, hasTotp, signedInAtMs, isYou } = account
  const queries = useQueryClient()
  const told = {
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: accountsAsked.queryKey }),
  }
  const changing = useMutation({
    async mutationFn(to: Role) {
      const role = text(`role.${to}`)
      const title = text('accounts.changeTitle', { name, role })
      if (!(await confirm({ title, body: text(`role.${to}.may`), action: text('accounts.change') }))) return
      await change('PUT', `/api/accounts/${id}/role`, { from, to })
      showDone(text('accounts.changed', { name, role }))
    },
    ...told,
  })
  const removing = useMutation({
    async mutationFn() {
      const title = text('accounts.removeTitle', { name })
      if (!(await confirm({ title, body: text('accounts.removeBody'), action: text('accounts.remove') }))) return
      await change('DELETE', `/api/accounts/${id}`)
      showDone(text('accounts.removed', { name }))
    },
    ...told,
  })
  return (
    <Paper component="li" p="md">
      <Group justify="space-between" gap="md">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Initial name={name} />
          <div>
            <Group gap="xs">
              <Text fw={600} className="wrapped">
                <bdi>{name}</bdi>
              </Text>
              {isYou ? <Badge size="sm">{text('accounts.you')}</Badge> : null}
              <Badge size="sm" variant="light" color={hasTotp ? 'green' : 'orange'}>
                {text(hasTotp ? 'accounts.hasTotp' : 'accounts.noTotp')}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {signedInAtMs === undefined ? (
                text('accounts.neverSignedIn')
              ) : (
                <>
                  {text('devices.signedIn')} <When ms={signedInAtMs} />
                </>
              )}
            </Text>
          </div>
        </Group>
        {isYou ? (
          <Badge variant="default">{text(`role.${from}`)}</Badge>
        ) : (
          <Group gap="xs">
            <NativeSelect
              aria-label={text('accounts.roleOf', { name })}
              value={from}
              disabled={changing.isPending}
              onChange={(event) => changing.mutate(event.currentTarget.value as Role)}
              data={ROLES.map((role) => ({ value: role, label: text(`role.${role}`) }))}
            />
            <Button
              variant="subtle"
              color="red"
              aria-label={text('accounts.removeThis', { name })}
              loading={removing.isPending}
              onClick={() => removing.mutate()}
            >
              {text('accounts.remove')}
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  )
}
