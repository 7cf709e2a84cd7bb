import { Badge, Group, Text, UnstyledButton } from '@mantine/core'
import type { BlockRow, Decision } from '../../../api/forms/guard.ts'
import type { TextKey } from '../../texts/en.ts'
import { text } from '../../texts/text.ts'
import { hazardNames } from '../../ui/hazard.ts'
import { When } from '../../ui/when.tsx'
import { colorOf } from './decisions.ts'

export const rowId = (turn: string) => `block-${turn}`

type Props = {
  readonly rows: readonly BlockRow[]
  /** Labels that were put or taken back since the list was read. */
  readonly changed: ReadonlyMap<string, Decision | undefined>
  readonly chosen: string | undefined
  readonly choose: (turn: string) => void
}

export function BlockList({ rows, changed, chosen, choose }: Props) {
  return (
    <ul className="list" aria-label={text('guard.review')}>
      {rows.map((row) => {
        const decision = changed.has(row.turn) ? changed.get(row.turn) : row.decision
        return (
          <li key={row.turn}>
            <UnstyledButton
              id={rowId(row.turn)}
              className="guard-row"
              aria-current={row.turn === chosen}
              onClick={() => choose(row.turn)}
            >
              <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
                <Text size="sm" fw={600}>
                  {row.hazards.length > 0 ? hazardNames(row.hazards) : text('guard.passed')}
                </Text>
                <Decided of={decision} />
              </Group>
              <Text size="xs" c="dimmed">
                {[
                  text(`guard.direction.${row.direction ?? 'none'}`),
                  text(`conversations.platform.${row.platform}` as TextKey),
                ].join(' · ')}
                {' · '}
                <When ms={row.atMs} />
              </Text>
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
}

export function Decided({ of }: { of: Decision | undefined }) {
  return (
    <Badge flex="none" variant="light" color={of === undefined ? 'gray' : colorOf(of)}>
      {of === undefined ? text('guard.undecided') : text(`guard.decided.${of}`)}
    </Badge>
  )
}
