import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TokenRow } from '../../../api/forms/tokens.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { PageHead } from '../../ui/head.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { tokensAsked } from './asked.ts'
import { MakeToken } from './make-token.tsx'

/** By which programs use the console's API. */
export function Page() {
  const tokens = useQuery(tokensAsked)
  const [isMaking, { open, close }] = useDisclosure()
  return (
    <>
      <PageHead
        title={text('nav.tokens')}
        description={text('tokens.about')}
        actions={<Button onClick={open}>{text('tokens.make')}</Button>}
      />
      <Awaited asked={tokens}>
        {({ tokens }) => (
          <Stack gap="lg" maw={860}>
            {tokens.length === 0 ? (
              <Empty title={text('tokens.none')}>{text('tokens.noneYet')}</Empty>
            ) : (
              <Stack component="ul" gap="sm" className="list">
                {tokens.map((token) => (
                  <Token key={token.id} token={token} />
                ))}
              </Stack>
            )}
            <Section title={text('tokens.useTitle')} description={text('tokens.use')}>
              <Code block dir="ltr" className="wrapped">
                {`curl -H 'Authorization: Bearer chq_…' ${new URL('metrics', document.baseURI).href}`}
              </Code>
            </Section>
          </Stack>
        )}
      </Awaited>
      <MakeToken isOpen={isMaking} onClose={close} />
    </>
  )
}

function Token({ token: { id, name, account, role, expiresAtMs, usedAtMs } }: { token: TokenRow }) {
  const queries = useQueryClient()
  const revoking = useMutation({
    async mutationFn() {
      const [title, body] = [text('tokens.revokeTitle', { name }), text('tokens.revokeBody')]
      if (!(await confirm({ title, body, action: text('tokens.revoke') }))) return
      await change('DELETE', `/api/tokens/${id}`)
      showDone(text('tokens.revoked', { name }))
    },
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: tokensAsked.queryKey }),
  })
  return (
    <Paper component="li" p="md">
      <Group justify="space-between" gap="md">
        <div className="shrinks">
          <Text fw={600} className="wrapped">
            <Name>{name}</Name>
          </Text>
          <Text size="sm" c="dimmed">
            {text(`role.${role}`)} · {text('tokens.of')} <Name>{account}</Name>
          </Text>
          <Text size="sm" c="dimmed">
            {text('tokens.expires')} <When ms={expiresAtMs} />
            {' · '}
            {usedAtMs === undefined ? (
              text('tokens.neverUsed')
            ) : (
              <>
                {text('devices.seen')} <When ms={usedAtMs} />
              </>
            )}
          </Text>
        </div>
        <Button
          variant="subtle"
          color="red"
          aria-label={text('tokens.revokeThis', { name })}
          loading={revoking.isPending}
          onClick={() => revoking.mutate()}
        >
          {text('tokens.revoke')}
        </Button>
      </Group>
    </Paper>
  )
}
