import { Alert, Anchor, Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { PersonForm } from '../../../api/forms/people.ts'
import { hasRole } from '../../../roles.ts'
import { change, read } from '../../api.ts'
import { useAccount } from '../../session.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { sayDone } from './access.ts'
import { Deletion } from './deletion.tsx'
import { Export } from './export.tsx'
import { Identities } from './identities.tsx'
import { Limits } from './limits.tsx'
import { Memories } from './memories.tsx'
import { shownName } from './person-name.tsx'
import { Receipt } from './receipt.tsx'

/** One person: who they are, what they may do, what is remembered of them, and their end. */
export function Page() {
  const { person: id = '' } = useParams({ strict: false })
  return <OfPerson key={id} id={id} />
}

function OfPerson({ id }: { id: string }) {
  const [receipt, setReceipt] = useState<string>()
  const asked = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => read<PersonForm>(`/api/people/${encodeURIComponent(id)}`, {}, signal),
    // Of whom nothing is left, nothing is asked.
    enabled: receipt === undefined,
  })
  return (
    <Awaited asked={asked}>
      {(person) => {
        const deletion = receipt ?? person.deletion
        if (deletion !== undefined) return <Deleted person={person} receipt={deletion} />
        return <Person person={person} onDeleted={setReceipt} />
      }}
    </Awaited>
  )
}

const nameOf = ({ identities }: PersonForm) => shownName(identities[0]?.name ?? '')

/** What is left: nothing more can be done for them. */
function Deleted({ person, receipt }: { person: PersonForm; receipt: string }) {
  const { role } = useAccount()
  return (
    <>
      <Head person={person} />
      {hasRole(role, 'owner') ? (
        <Receipt id={receipt} isNew />
      ) : (
        <Alert color="orange" title={text('delete.running')} />
      )}
    </>
  )
}

function Head({ person, actions }: { person: PersonForm; actions?: ReactNode }) {
  return (
    <PageHead
      title={isolated(nameOf(person))}
      description={
        <>
          <Anchor component={Link} to="/people" size="sm" underline="always">
            {text('person.back')}
          </Anchor>{' '}
          · {text('person.since')} <When ms={person.createdAtMs} />
        </>
      }
      actions={actions}
    />
  )
}

function Person({ person, onDeleted }: { person: PersonForm; onDeleted: (receipt: string) => void }) {
  const { role } = useAccount()
  const name = nameOf(person)
  const isOwner = hasRole(role, 'owner')
  return (
    <>
      <Head person={person} actions={<Access person={person} name={name} />} />
      <Stack gap="lg">
        <Numbers person={person} />
        <Identities person={person} />
        <Limits person={person} mayChange={hasRole(role, 'operator')} />
        <Memories person={person} mayChange={hasRole(role, 'operator')} />
        {isOwner ? <Export id={person.id} /> : null}
        {isOwner ? <Deletion id={person.id} name={name} onDeleted={onDeleted} /> : null}
      </Stack>
    </>
  )
}

/** Within a sentence or a heading of ours: it may be written from right to left, and be very long. */
const isolated = (name: string) => `\u2068${name.length > 80 ? `${name.slice(0, 80)}…` : name}\u2069`

function Access({ person: { id, identities }, name }: { person: PersonForm; name: string }) {
  const queries = useQueryClient()
  const isBlocked = identities.length > 0 && identities.every(({ standing }) => standing === 'blocked')
  const deciding = useMutation({
    async mutationFn(act: 'block' | 'unblock') {
      const title = text('person.blockTitle', { name: isolated(name) })
      const body = text('person.blockBody')
      if (act === 'block' && !(await confirm({ title, body, action: text('access.block') }))) return
      await change('POST', `/api/people/${encodeURIComponent(id)}/${act}`)
      sayDone(act === 'block' ? 'access.outcome.blocked' : 'access.outcome.unblocked', name)
    },
    onError: showError,
    onSettled: () =>
      Promise.all([['person', id], ['people'], ['access']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
  return (
    <>
      <Button component={Link} to={`/conversations?person=${encodeURIComponent(id)}`} variant="default">
        {text('person.conversations')}
      </Button>
      {isBlocked ? (
        <Button loading={deciding.isPending} onClick={() => deciding.mutate('unblock')}>
          {text('person.unblockAll')}
        </Button>
      ) : (
        <Button color="red" variant="light" loading={deciding.isPending} onClick={() => deciding.mutate('block')}>
          {text('person.blockAll')}
        </Button>
      )}
    </>
  )
}

function Numbers({ person: { counts } }: { person: PersonForm }) {
  const shown = [
    ['person.turns', counts.turns],
    ['person.blocks', counts.blocked],
    ['person.good', counts.feedbackGood],
    ['person.bad', counts.feedbackBad],
  ] as const
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
      {shown.map(([key, value]) => (
        <div key={key} className="number">
          <Text component="dt" size="sm" c="dimmed">
            {text(key)}
          </Text>
          <Text component="dd" m={0} fz="xl" fw={650}>
            {numberOf(value)}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  )
}
