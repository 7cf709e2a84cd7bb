import { Button, Group, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { BlockRow, BlocksPage, Decision } from '../../../api/forms/guard.ts'
import { text } from '../../texts/text.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { Block } from './block.tsx'
import { BlockList, rowId } from './block-list.tsx'
import { DECISIONS, decisionsOn } from './decisions.ts'
import { Filters, queryOf, type Filter } from './filters.tsx'
import { Legend, useKeys } from './keys.tsx'
import { useBlock, useLabels } from './queue.ts'

const LIST_HEIGHT = 480

/** The queue: what was blocked, one after the other, by keyboard or by hand. */
export function Review() {
  const [filter, setFilter] = useState<Filter>({ decided: 'no' })
  const list = useRows<BlockRow, BlocksPage>({
    key: ['guard', 'blocks'],
    path: '/api/guard/blocks',
    query: queryOf(filter),
  })
  return (
    <Section title={text('guard.review')} description={text('guard.review.about')}>
      <Filters filter={filter} change={setFilter} />
      {list.data === undefined && list.error === null ? (
        <Skeleton h={LIST_HEIGHT} />
      ) : (
        <Awaited asked={list}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={text(`guard.none.${filter.decided}`)}>{text('guard.none.what')}</Empty>
            ) : (
              <Queue key={JSON.stringify(filter)} rows={rows} more={<More list={list} />} />
            )
          }
        </Awaited>
      )}
    </Section>
  )
}

function Queue({ rows, more }: { rows: readonly BlockRow[]; more: ReactNode }) {
  const labels = useLabels()
  const [chosen, setChosen] = useState(rows[0]?.turn)
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map())
  const [said, setSaid] = useState('')
  const asked = useBlock(chosen)
  const block = asked.data
  const at = rows.findIndex(({ turn }) => turn === chosen)
  const [before, after] = [rows[at - 1], rows[at + 1]]
  const note = drafts.get(chosen ?? '') ?? block?.label?.note ?? ''

  const open = (turn: string | undefined) => {
    if (turn === undefined) return
    setChosen(turn)
    document.querySelector<HTMLElement>(`#${rowId(turn)}`)?.focus()
  }
  const decide = async (decision: Decision) => {
    if (block === undefined || labels.isPending || !decisionsOn(block.outcome).some((of) => of.decision === decision))
      return
    await labels.put(block, { decision, note })
    setSaid(text('guard.done', { decision: text(`guard.decision.${decision}`) }))
    open(after?.turn)
  }
  const undo = async () => {
    if (labels.isPending) return
    const turn = await labels.undo()
    if (turn === undefined) return
    setSaid(text('guard.undone'))
    open(turn)
  }
  const quietly = (work: Promise<void>) => void work.catch(() => undefined)
  const { isOn, setOn } = useKeys({
    j: () => open(after?.turn),
    k: () => open(before?.turn),
    n: () => document.querySelector<HTMLElement>('#guard-note')?.focus(),
    z: () => quietly(undo()),
    ...Object.fromEntries(DECISIONS.map(({ key, decision }) => [key, () => quietly(decide(decision))])),
  })
  return (
    <>
      <Legend isOn={isOn} setOn={setOn} />
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <div className="guard-panes">
        <div className="guard-found">
          <BlockList rows={rows} changed={labels.changed} chosen={chosen} choose={setChosen} />
          {more}
        </div>
        <div>
          <Steps
            back={before && (() => open(before.turn))}
            on={after && (() => open(after.turn))}
            undo={labels.canUndo ? () => quietly(undo()) : undefined}
          />
          {block === undefined && asked.error === null ? (
            <Skeleton h={LIST_HEIGHT} />
          ) : (
            <Awaited asked={asked}>
              {(found) => (
                <Block
                  key={found.turn}
                  block={found}
                  note={note}
                  write={(words) => setDrafts((known) => new Map(known).set(found.turn, words))}
                  decide={(decision) => quietly(decide(decision))}
                  isPending={labels.isPending}
                />
              )}
            </Awaited>
          )}
          <Text size="xs" c="dimmed" mt="sm">
            {text('guard.label.about')}
          </Text>
        </div>
      </div>
    </>
  )
}

/** Undefined: there is nothing to go to, or to undo. */
type StepsProps = Readonly<Record<'back' | 'on' | 'undo', (() => void) | undefined>>

const Steps = ({ back, on, undo }: StepsProps) => (
  <Group justify="space-between" mb="xs" wrap="nowrap">
    <Group gap="xs">
      <Button variant="default" size="compact-sm" disabled={back === undefined} onClick={back}>
        {text('guard.previous')}
      </Button>
      <Button variant="default" size="compact-sm" disabled={on === undefined} onClick={on}>
        {text('guard.next')}
      </Button>
    </Group>
    <Button variant="subtle" size="compact-sm" disabled={undo === undefined} aria-keyshortcuts="z" onClick={undo}>
      {text('guard.undo')}
    </Button>
  </Group>
)
