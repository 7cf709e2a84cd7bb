import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AccessDone, AccessForm } from '../../../api/forms/people.ts'
import { change } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'
import { sayDone } from './access.ts'
import { PersonName, shownName } from './person-name.tsx'
import { platformName } from '../../ui/platforms.ts'

/** Pairing codes, on top of the list; nothing where none wait. */
export function Waiting({ codes }: Pick<AccessForm, 'codes'>) {
  if (codes.length === 0) return null
  return (
    <Section title={text('pairing.waiting')} description={text('pairing.waitingAbout')}>
      <Stack component="ul" gap="xs" className="list">
        {codes.map((code) => (
          <CodeItem key={code.code} of={code} />
        ))}
      </Stack>
    </Section>
  )
}

function CodeItem({ of: { code, name, person, platform, untilMs } }: { of: AccessForm['codes'][number] }) {
  const isExpired = untilMs <= useNow()
  const queries = useQueryClient()
  const approving = useMutation({
    mutationFn: () => change<AccessDone>('POST', '/api/access/approve', { code }),
    onSuccess: () => sayDone('pairing.approved', shownName(name)),
    onError: showError,
    onSettled: () => Promise.all([['access'], ['people']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="md" miw={0}>
          <Code fz="md" fw={600}>
            {code}
          </Code>
          <div className="shrinks">
            <PersonName id={person} name={name} />
            <Text size="sm" c="dimmed">
              {platformName(platform)} ·{' '}
              {isExpired ? (
                text('pairing.expired')
              ) : (
                <>
                  {text('pairing.goodUntil')} <When ms={untilMs} />
                </>
              )}
            </Text>
          </div>
        </Group>
        <Button
          disabled={isExpired}
          loading={approving.isPending}
          onClick={() => approving.mutate()}
          aria-label={text('pairing.approveThis', { name: shownName(name), code })}
        >
          {text('pairing.approve')}
        </Button>
      </Group>
    </Paper>
  )
}
