import './conversations.css'
import { Text, VisuallyHidden } from '@mantine/core'
import { useEffect } from 'react'
import type { ConversationRow, ConversationsPage } from '../../../api/forms/conversations.ts'
import { fullTime } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { More, useRows } from '../../ui/more.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { ConversationDetail } from './detail.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, queryOf, useFilters, type Filters } from './filters.ts'
import { ConversationList } from './list.tsx'

/** A list, and beside it the conversation that is open; on a narrow window one of them. */
export function Page() {
  const { filters, change } = useFilters()
  const { open, turn } = filters
  return (
    <div className="conversations" data-open={open !== undefined}>
      <div className="conversations-head">
        <PageHead title={text('nav.conversations')} description={text('conversations.about')} />
        <FilterBar key={`${filters.text} ${filters.person}`} filters={filters} change={change} />
      </div>
      <div className="conversations-panes">
        <div className="conversations-found">
          <Found filters={filters} />
        </div>
        <div className="conversations-open">
          {open === undefined ? (
            <Empty title={text('conversations.choose.title')}>{text('conversations.choose.what')}</Empty>
          ) : (
            <ConversationDetail
              key={`${open} ${turn}`}
              id={open}
              turn={turn === undefined ? undefined : Number(turn)}
              close={() => change({ open: '', turn: '' })}
              showNewest={() => change({ turn: '' })}
            />
          )}
        </div>
      </div>
    </div>
  )
}

function Found({ filters }: { filters: Filters }) {
  const list = useRows<ConversationRow, ConversationsPage>({
    key: ['conversations'],
    path: '/api/conversations',
    query: queryOf(filters),
  })
  const searchedToMs = list.lastPage?.searchedToMs
  const ofTurns = filters.text !== undefined || filters.outcome !== undefined
  const { refetch } = list
  const isRunning = list.data?.find(({ id }) => id === filters.open)?.turn?.outcome === 'running'
  // What ran when the list was read is over by now, mostly: beside an answered turn its row would say that it runs.
  useEffect(() => {
    if (isRunning) void refetch()
  }, [filters.open, isRunning, refetch])
  return (
    <Awaited asked={list}>
      {(rows) => (
        <>
          <VisuallyHidden>{text('conversations.list.keys')}</VisuallyHidden>
          {rows.length > 0 ? <ConversationList rows={rows} filters={filters} ofTurns={ofTurns} /> : null}
          {rows.length === 0 && searchedToMs === undefined ? <NothingFound filters={filters} /> : null}
          {searchedToMs === undefined ? null : (
            <Text size="sm" c="dimmed" ta="center" mt="sm" role="status">
              {text('conversations.searchedTo', { time: fullTime(searchedToMs) })}
            </Text>
          )}
          <More list={list} {...(searchedToMs !== undefined && { label: text('conversations.searchOn') })} />
        </>
      )}
    </Awaited>
  )
}

function NothingFound({ filters }: { filters: Filters }) {
  const kind = isFiltered(filters) ? 'noneFound' : 'none'
  return <Empty title={text(`conversations.${kind}.title`)}>{text(`conversations.${kind}.what`)}</Empty>
}
