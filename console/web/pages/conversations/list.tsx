import { Badge, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { ConversationRow } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { When } from '../../ui/when.tsx'
import { duration } from './duration.ts'
import type { Filters } from './filters.ts'
import { chatName, platformName } from './names.ts'
import { Outcome } from './outcome.tsx'

type Props = {
  readonly rows: readonly ConversationRow[]
  readonly filters: Filters
  /** Whether rows are single turns. */
  readonly ofTurns: boolean
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** One tab stop: j, k and the arrows move in it. Where it was left, it is entered again. */
export function ConversationList({ rows, filters, ofTurns }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const openNth = Math.max(
    0,
    rows.findIndex((row) => isOpen(row, filters, ofTurns)),
  )
  const wasOpen = useRef(filters.open)
  useEffect(() => {
    // Back from a conversation: its row has the focus again.
    if (wasOpen.current !== undefined && filters.open === undefined) {
      list.current?.querySelector<HTMLElement>('a[data-left]')?.focus()
    }
    wasOpen.current = filters.open
  }, [filters.open])
  return (
    <ul ref={list} className="list conversations-list" onKeyDown={move} aria-label={text('conversations.list')}>
      {rows.map((row, nth) => (
        <li key={`${row.id} ${row.turn?.number}`}>
          <Link
            to="/conversations"
            search={{ ...filters, open: row.id, turn: ofTurns ? row.turn?.number : undefined }}
            className="conversations-row"
            tabIndex={nth === openNth ? 0 : -1}
            onClick={(event) => leaveMark(event.currentTarget)}
          >
            <Row row={row} ofTurns={ofTurns} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function isOpen(row: ConversationRow, { open, turn }: Filters, ofTurns: boolean): boolean {
  return row.id === open && (!ofTurns || String(row.turn?.number) === turn)
}

function leaveMark(link: HTMLElement): void {
  for (const other of link.closest('ul')?.querySelectorAll('a[data-left]') ?? []) other.removeAttribute('data-left')
  link.dataset.left = ''
}

function move(event: KeyboardEvent<HTMLUListElement>): void {
  const step = STEPS[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus()
  event.preventDefault()
}

function Row({ row, ofTurns }: { row: ConversationRow; ofTurns: boolean }) {
  const { turn, platform, kind, atMs, isTakenOver } = row
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text component="span" fw={600} size="sm" className="cut">
          <Name>{chatName({ ...row, person: turn?.person })}</Name>
        </Text>
        <Text component="span" size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          <When ms={atMs} />
        </Text>
      </Group>
      <Text component="span" size="sm" c="dimmed" lineClamp={ofTurns ? 3 : 2} dir="auto" className="wrapped">
        {turn?.excerpt ?? text('conversations.noTurn')}
      </Text>
      <Group gap={6} mt={4}>
        <Badge variant="default" tt="none" fw={500}>
          {platformName(platform)}
        </Badge>
        {kind === 'group' ? (
          <Badge variant="default" tt="none" fw={500}>
            {text('conversations.kind.group')}
          </Badge>
        ) : null}
        {isTakenOver ? (
          <Badge variant="filled" color="violet" tt="none" fw={600}>
            {text('conversations.takenOver.yes')}
          </Badge>
        ) : null}
        {turn === undefined ? null : <Outcome of={turn.outcome} />}
        {turn === undefined ? null : <Took turn={turn} />}
      </Group>
    </>
  )
}

/** How long the person waited: for the first words, where they came before the end. */
function Took({ turn: { outcome, firstWordsMs, tookMs } }: { turn: NonNullable<ConversationRow['turn']> }) {
  const ms = firstWordsMs ?? tookMs
  if (ms === undefined || outcome === 'human') return null
  return (
    <Text component="span" size="xs" c="dimmed">
      {text(firstWordsMs === undefined ? 'conversations.took' : 'conversations.firstWords', { time: duration(ms) })}
    </Text>
  )
}
