import { Badge, Code, Group, NativeSelect, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditActions, AuditRow } from '../../../api/forms/audit.ts'
import { read } from '../../api.ts'
import { text, wordsBy } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { PageHead } from '../../ui/head.tsx'
import { More, useRows } from '../../ui/more.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { Wide } from '../../ui/wide.tsx'
import { accountsAsked } from '../accounts/asked.ts'

const COLORS = { begun: 'blue', done: 'green', refused: 'orange', failed: 'red' } as const

/** Every change made in the console, and every look at what people wrote. */
export function Page() {
  const [account, setAccount] = useState('')
  const [action, setAction] = useState('')
  const rows = useRows<AuditRow>({
    key: ['audit'],
    path: '/api/audit',
    query: { account: account || undefined, action: action || undefined },
  })
  const isFiltered = account !== '' || action !== ''
  return (
    <>
      <PageHead title={text('nav.audit')} description={text('audit.about')} />
      <Filters account={account} action={action} onAccount={setAccount} onAction={setAction} />
      <Awaited asked={rows}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={text('audit.none')}>{text(isFiltered ? 'audit.noneFiltered' : 'audit.noneYet')}</Empty>
          ) : (
            <>
              <Wide label={text('nav.audit')}>
                <AuditTable rows={found} />
              </Wide>
              <More list={rows} />
            </>
          )
        }
      </Awaited>
    </>
  )
}

/** A newer service may do what this page has no words for. */
function actionWords(action: string): string {
  const name = action.replaceAll('.', '-')
  return wordsBy(`audit.does.${name}`) ?? action
}

/** However long what can be chosen is: it comes later. */
const FILTER_WIDTH = { base: '100%', xs: 240 }

type FiltersProps = {
  readonly account: string
  readonly action: string
  readonly onAccount: (account: string) => void
  readonly onAction: (action: string) => void
}

function Filters({ account, action, onAccount, onAction }: FiltersProps) {
  const { data: accounts } = useQuery(accountsAsked)
  const { data: actions } = useQuery({
    queryKey: ['audit', 'actions'],
    queryFn: ({ signal }) => read<AuditActions>('/api/audit/actions', {}, signal),
  })
  const any = { value: '', label: text('audit.all') }
  return (
    <Group mb="md" gap="md">
      <NativeSelect
        w={FILTER_WIDTH}
        label={text('audit.who')}
        value={account}
        onChange={(event) => onAccount(event.currentTarget.value)}
        data={[any, ...(accounts?.accounts ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <NativeSelect
        w={FILTER_WIDTH}
        label={text('audit.what')}
        value={action}
        onChange={(event) => onAction(event.currentTarget.value)}
        data={[any, ...(actions?.actions ?? []).map((value) => ({ value, label: actionWords(value) }))]}
      />
    </Group>
  )
}

const AuditTable = ({ rows }: { rows: readonly AuditRow[] }) => (
  <Table verticalSpacing="sm" miw={720}>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{text('audit.when')}</Table.Th>
        <Table.Th>{text('audit.who')}</Table.Th>
        <Table.Th>{text('audit.what')}</Table.Th>
        <Table.Th>{text('audit.to')}</Table.Th>
        <Table.Th>{text('audit.outcome')}</Table.Th>
        <Table.Th>{text('audit.from')}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {rows.map(({ id, atMs, accountName, action, target, person, outcome, network }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <When ms={atMs} />
          </Table.Td>
          <Table.Td>{accountName === '' ? text('audit.nobody') : <Name>{accountName}</Name>}</Table.Td>
          <Table.Td>
            <Text size="sm">{actionWords(action)}</Text>
            <Code>{action}</Code>
          </Table.Td>
          <Table.Td>
            <Text size="sm" c="dimmed" component="span">
              <Name>{target ?? person ?? ''}</Name>
            </Text>
          </Table.Td>
          <Table.Td>
            <Badge variant="light" color={COLORS[outcome]}>
              {text(`audit.outcome.${outcome}`)}
            </Badge>
          </Table.Td>
          <Table.Td>
            <bdi>{network}</bdi>
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)
