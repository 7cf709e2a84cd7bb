import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PersonForm } from '../../../api/forms/people.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'
import { decide } from './access.ts'
import { shownName, StandingBadge } from './person-name.tsx'
import { platformName } from '../../ui/platforms.ts'

/** Each can be blocked on its own. */
export function Identities({ person: { id, identities } }: { person: PersonForm }) {
  return (
    <Section title={text('person.identities')} description={text('person.identitiesAbout')}>
      <Stack component="ul" gap="xs" className="list">
        {identities.map((identity) => (
          <IdentityItem key={identity.id} person={id} identity={identity} />
        ))}
      </Stack>
    </Section>
  )
}

type Identity = PersonForm['identities'][number]

function IdentityItem({ person, identity }: { person: string; identity: Identity }) {
  const { id, name, platform, language, standing, isWaiting, firstSeenMs, lastSeenMs } = identity
  const queries = useQueryClient()
  const act = standing === 'blocked' ? 'unblock' : 'block'
  const deciding = useMutation({
    mutationFn: () => decide(act, id),
    onError: showError,
    onSettled: () =>
      Promise.all(
        [['person', person], ['people'], ['access']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  })
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0} className="shrinks">
          <Group gap="xs">
            <Text fw={600} component="span" className="wrapped">
              <Name>{shownName(name)}</Name>
            </Text>
            <Text size="sm" c="dimmed" component="span">
              {platformName(platform)}
              {language === undefined ? '' : ` · ${language}`}
            </Text>
            <StandingBadge standing={standing} isWaiting={isWaiting} />
          </Group>
          <Code dir="ltr" className="wrapped">
            {id}
          </Code>
          <Text size="sm" c="dimmed">
            {text('person.firstSeen')} <When ms={firstSeenMs} /> · {text('person.lastSeen')}{' '}
            {lastSeenMs === undefined ? text('person.never') : <When ms={lastSeenMs} />}
          </Text>
        </Stack>
        <Button
          size="compact-sm"
          variant="default"
          loading={deciding.isPending}
          aria-label={text(act === 'block' ? 'person.blockId' : 'access.unblockThis', { name: id })}
          onClick={() => deciding.mutate()}
        >
          {text(act === 'block' ? 'access.block' : 'access.unblock')}
        </Button>
      </Group>
    </Paper>
  )
}
