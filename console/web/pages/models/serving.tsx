import { Alert, Badge, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Section } from '../../ui/section.tsx'
import { PageLink } from '../overview/page-link.tsx'
import type { Models } from './asked.ts'
import { SelfTest } from './self-test.tsx'
import { Told } from '../../ui/told.tsx'

const COLORS = { ready: 'green', starting: 'blue', failed: 'red' } as const

/** What answers people now: a model on this machine, or a host. */
export function Serving({ of: { serving, models } }: { of: Models }) {
  const { kind, model, host, health, load, contextTokens, vision, visionFault, picturesMax, guard } = serving
  const known = models.find(({ serves }) => serves)
  const isDemonstration = known?.source === 'bundled'
  return (
    <Section
      title={text('models.serving')}
      actions={
        <Badge color={COLORS[health.state]} variant="light">
          {text(`overview.engine.${health.state}`)}
        </Badge>
      }
    >
      <Stack gap={2}>
        <Text fw={650} fz="1.25rem" className="wrapped">
          {known?.title ?? model}
        </Text>
        <Text size="sm" c="dimmed">
          {kind === 'host' ? text('models.onHost', { host: host ?? '' }) : text('models.onMachine')}
        </Text>
        {isDemonstration ? <Text size="sm">{text('models.tiny')}</Text> : null}
        {health.state === 'ready' ? null : (
          <Text size="sm" c="dimmed" className="wrapped" dir="auto">
            <Told english={health.detail} sentences={health.sentences} />
          </Text>
        )}
      </Stack>
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 4 }} m={0}>
        <Fact name={text('models.load')}>{load === undefined ? '–' : text('overview.engine.load', load)}</Fact>
        <Fact name={text('models.context')}>{text('models.tokens', { count: numberOf(contextTokens) })}</Fact>
        <Fact name={text('models.pictures')}>
          {vision ? (
            text('models.picturesMax', { count: numberOf(picturesMax) })
          ) : visionFault ? (
            <Told english={visionFault.detail} sentences={visionFault.sentences} />
          ) : (
            text('models.pictures.no')
          )}
        </Fact>
        <Fact name={text('nav.guard')}>
          {text(`guard.level.${guard.level}`)}
          <Text size="sm" c="dimmed" className="wrapped">
            {guard.model}
          </Text>
          <PageLink to="/guard" />
        </Fact>
      </SimpleGrid>
      {serving.tested === undefined ? null : <SelfTest of={serving.tested} />}
      {serving.lockedBy === undefined ? null : (
        <Alert color="gray" title={text('models.locked')}>
          <Text size="sm" className="wrapped" dir="auto">
            {serving.lockedBy}
          </Text>
        </Alert>
      )}
    </Section>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <Text component="dt" size="sm" c="dimmed">
      {name}
    </Text>
    <Text component="dd" m={0} fw={500} className="wrapped">
      {children}
    </Text>
  </div>
)
