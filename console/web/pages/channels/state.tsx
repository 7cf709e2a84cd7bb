import { Badge, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ChannelState } from '../../../api/forms/channels.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { When } from '../../ui/when.tsx'
import { Told } from '../../ui/told.tsx'

const COLORS = { ready: 'green', starting: 'blue', failed: 'red', faulty: 'red', off: 'gray' } as const

export const StateBadge = ({ state }: Pick<ChannelState, 'state'>) => (
  <Badge color={COLORS[state]} variant="light" tt="none" flex="none">
    {text(`channels.state.${state}`)}
  </Badge>
)

/** What the service says of it, and what to do. */
export const Detail = ({ of: { detail, sentences } }: { of: Pick<ChannelState, 'detail' | 'sentences'> }) =>
  detail === undefined ? null : (
    <Text size="sm" c="dimmed" className="wrapped" dir="auto">
      <Told english={detail} sentences={sentences} />
    </Text>
  )

/** When something last came and went, and how fast the platform answers. */
export function Activity({ of }: { of: ChannelState }) {
  const { lastInAtMs, lastOutAtMs, roundTrip, reconnects, newestFailure } = of
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0} spacing="sm" verticalSpacing="xs">
      <Fact name="channels.lastIn">{timeOf(lastInAtMs)}</Fact>
      <Fact name="channels.lastOut">{timeOf(lastOutAtMs)}</Fact>
      <Fact name="channels.roundTrip">
        {roundTrip === undefined ? NONE : numberOf(roundTrip.ms, { style: 'unit', unit: 'millisecond' })}
      </Fact>
      <Fact name="channels.reconnects">{reconnects === undefined ? NONE : numberOf(reconnects)}</Fact>
      {newestFailure === undefined ? null : (
        <Fact name="channels.newestFailure" isWide>
          <When ms={newestFailure.atMs} /> ·{' '}
          <bdi className="wrapped">
            <Told english={newestFailure.detail} sentences={newestFailure.sentences} />
          </bdi>
        </Fact>
      )}
    </SimpleGrid>
  )
}

const NONE = '–'
const timeOf = (ms: number | undefined) => (ms === undefined ? NONE : <When ms={ms} />)

type Fact = 'lastIn' | 'lastOut' | 'roundTrip' | 'reconnects' | 'newestFailure'

type FactProps = { readonly name: `channels.${Fact}`; readonly isWide?: boolean; readonly children: ReactNode }

const Fact = ({ name, isWide = false, children }: FactProps) => (
  <div className="shrinks" style={isWide ? { gridColumn: '1 / -1' } : undefined}>
    <Text component="dt" size="xs" c="dimmed">
      {text(name)}
    </Text>
    <Text component="dd" m={0} size="sm" className="figures">
      {children}
    </Text>
  </div>
)
