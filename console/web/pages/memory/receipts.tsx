import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReceiptForm } from '../../../api/forms/privacy.ts'
import { text } from '../../texts/text.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { Counts, ReceiptState, Retry } from '../people/receipt.tsx'

/** Of all deletions, the newest first. */
export function Receipts() {
  const list = useRows<ReceiptForm>({ key: ['receipts'], path: '/api/receipts', query: { rows: 20 } })
  return (
    <Section title={text('receipts.title')} description={text('receipts.about')}>
      <Awaited asked={list}>
        {(receipts) =>
          receipts.length === 0 ? (
            <Empty title={text('receipts.none')}>{text('receipts.noneYet')}</Empty>
          ) : (
            <Stack component="ul" gap="xs" className="list">
              {receipts.map((receipt) => (
                <ReceiptItem key={receipt.id} receipt={receipt} />
              ))}
            </Stack>
          )
        }
      </Awaited>
      <More list={list} />
    </Section>
  )
}

function ReceiptItem({ receipt }: { receipt: ReceiptForm }) {
  const [isOpen, setOpen] = useState(false)
  const { id, askedBy, askedAtMs, state } = receipt
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <ReceiptState state={state} />
          <Text size="sm">{text(`receipt.askedBy.${askedBy}`)}</Text>
          <Text size="sm" c="dimmed">
            <When ms={askedAtMs} />
          </Text>
        </Group>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={isOpen}
          aria-label={text('receipt.show', { id })}
          onClick={() => setOpen(!isOpen)}
        >
          {text('receipt.counts')}
        </Button>
      </Group>
      {state === 'failed' ? <Retry id={id} /> : null}
      {isOpen ? (
        <Stack gap="sm" mt="sm">
          <Counts receipt={receipt} />
        </Stack>
      ) : null}
    </Paper>
  )
}
