import { Alert, Badge, Group, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { AboutForm } from '../../../api/forms/guard.ts'
import { text } from '../../texts/text.ts'
import { hazardName } from '../../ui/hazard.ts'
import { scoreOf } from '../../ui/score.ts'
import { Section } from '../../ui/section.tsx'

const COLORS = { full: 'green', demonstration: 'orange', off: 'red', none: 'red' } as const

/** In plain words: what the guard at work can and cannot do. */
export function About({ of: { level, seesPictures, lost, guards } }: { of: AboutForm }) {
  const model = guards.find(({ threshold }) => threshold !== undefined)
  const isAtWork = level === 'full' || level === 'demonstration'
  return (
    <Section
      title={text('guard.what')}
      actions={
        <Badge color={COLORS[level]} variant="light">
          {text(`guard.level.${level}`)}
        </Badge>
      }
    >
      {level !== 'full' && lost.includes('judgement') ? (
        <Alert color={COLORS[level]} title={text(`guard.level.${level}.title`)}>
          {text(`guard.level.${level}.do`, { model: model?.model ?? '' })}
        </Alert>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="xs">
          <Title order={3}>{text('guard.can')}</Title>
          <List size="sm" spacing={4}>
            {isAtWork ? <List.Item>{text(`guard.can.${level}`)}</List.Item> : null}
            {seesPictures ? <List.Item>{text('guard.can.pictures')}</List.Item> : null}
            <List.Item>{text('guard.can.rules')}</List.Item>
            <List.Item>{text('guard.can.fail')}</List.Item>
          </List>
        </Stack>
        <Stack gap="xs">
          <Title order={3}>{text('guard.cannot')}</Title>
          <List size="sm" spacing={4}>
            {isAtWork ? (
              <List.Item>{text('guard.cannot.all')}</List.Item>
            ) : (
              <List.Item>{text('guard.cannot.any')}</List.Item>
            )}
            {lost.includes('pictures') ? <List.Item>{text('guard.cannot.pictures')}</List.Item> : null}
            <List.Item>{text('guard.cannot.learn')}</List.Item>
          </List>
        </Stack>
      </SimpleGrid>
      {model === undefined ? null : (
        <>
          <Text size="sm" c="dimmed" className="wrapped">
            {text('guard.model', {
              model: model.model,
              policy: model.policyVersion,
              threshold: scoreOf(model.threshold ?? 0),
            })}
          </Text>
          <Hazards kind="blocks" of={model.hazards.filter(({ blocks }) => blocks)} />
          <Hazards kind="noted" of={model.hazards.filter(({ blocks }) => !blocks)} />
        </>
      )}
    </Section>
  )
}

function Hazards({ kind, of }: { kind: 'blocks' | 'noted'; of: readonly { readonly name: string }[] }) {
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {text(`guard.hazards.${kind}`)}
      </Text>
      <Group component="ul" className="list" gap={6}>
        {of.map(({ name }) => (
          <Badge component="li" key={name} variant="light" color={kind === 'blocks' ? 'orange' : 'gray'}>
            {hazardName(name)}
          </Badge>
        ))}
      </Group>
    </Stack>
  )
}
