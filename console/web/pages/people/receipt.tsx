import { Badge, Button, Group, Loader, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReceiptForm } from '../../../api/forms/privacy.ts'
import { change, read } from '../../api.ts'
import { receipts } from '../../texts/en/receipts.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'

const COLORS = { waiting: 'blue', deleting: 'blue', retrying: 'orange', failed: 'red', done: 'green' } as const

/** Of one deletion: how far it is, and then what there was. */
export function Receipt({ id, isNew = false }: { id: string; isNew?: boolean }) {
  const asked = useQuery({
    queryKey: ['receipts', id],
    queryFn: ({ signal }) => read<ReceiptForm>(`/api/receipts/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'done' ? false : LOOK_AGAIN_MS.awaited,
  })
  return (
    <Section title={text('receipt.title')} description={text('receipt.id', { id })}>
      <Awaited asked={asked}>
        {(receipt) => (
          <>
            <Group gap="sm" role="status">
              <ReceiptState state={receipt.state} />
              {receipt.state === 'done' || receipt.state === 'failed' ? null : <Loader size="sm" aria-hidden />}
              <Text size="sm" c="dimmed">
                {text(`receipt.askedBy.${receipt.askedBy}`)} · <When ms={receipt.askedAtMs} />
              </Text>
            </Group>
            {receipt.state === 'done' ? (
              <Counts receipt={receipt} />
            ) : receipt.state === 'failed' ? (
              <Retry id={id} />
            ) : isNew ? (
              <Text size="sm">{text('receipt.leave')}</Text>
            ) : null}
          </>
        )}
      </Awaited>
    </Section>
  )
}

/** Of one that was given up. */
export function Retry({ id }: { id: string }) {
  const queries = useQueryClient()
  const retrying = useMutation({
    mutationFn: () => change<ReceiptForm>('POST', `/api/receipts/${encodeURIComponent(id)}/retry`),
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: ['receipts'] }),
  })
  return (
    <Group gap="sm">
      <Text size="sm">{text('receipt.failed')}</Text>
      <Button
        variant="default"
        size="compact-md"
        loading={retrying.isPending}
        aria-label={text('receipt.retryThis', { id })}
        onClick={() => retrying.mutate()}
      >
        {text('receipt.retry')}
      </Button>
    </Group>
  )
}

export const ReceiptState = ({ state }: { state: ReceiptForm['state'] }) => (
  <Badge variant="light" tt="none" color={COLORS[state]}>
    {text(`receipt.state.${state}`)}
  </Badge>
)

/** In words; of what this page does not know yet, its own name. */
function whatWasCounted(what: string): string {
  const name = what.slice(what.lastIndexOf('.') + 1)
  const key = `receipt.what.${name}`
  return isKnown(key) ? text(key) : name
}

const isKnown = (key: string): key is keyof typeof receipts => Object.hasOwn(receipts, key)

export function Counts({ receipt }: { receipt: ReceiptForm }) {
  const { id, counts } = receipt
  const save = () =>
    saveFile(
      `chasqui-deletion-${id}.json`,
      new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }),
    )
  return (
    <>
      {counts.length === 0 ? (
        <Text size="sm">{text('receipt.nothing')}</Text>
      ) : (
        <Table verticalSpacing={4} maw={420}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('receipt.what')}</Table.Th>
              <Table.Th ta="end">{text('receipt.count')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {counts.map(({ what, count }) => (
              <Table.Tr key={what}>
                <Table.Td>{whatWasCounted(what)}</Table.Td>
                <Table.Td ta="end">{numberOf(count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <div>
        <Button variant="default" size="compact-md" onClick={save}>
          {text('receipt.download')}
        </Button>
      </div>
    </>
  )
}
