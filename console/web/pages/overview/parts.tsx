import { Badge, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import type { OverviewForm } from '../../../api/forms/overview.ts'
import { text } from '../../texts/text.ts'
import { nameTold } from '../../texts/told.ts'
import { Told } from '../../ui/told.tsx'

const COLORS = { ready: 'green', starting: 'blue', failed: 'red', off: 'gray' } as const

/** Every part of the service with its state, and what to do where it is not ready. */
export function Parts({ parts }: Pick<OverviewForm, 'parts'>) {
  return (
    <section>
      <Title order={2} mb="sm">
        {text('overview.parts')}
      </Title>
      <Card padding="md">
        <Stack component="ul" className="list" gap="sm">
          {parts.map(({ name, state, word, detail, sentences, fix }) => (
            <Group component="li" key={name} gap="sm" align="flex-start" wrap="nowrap">
              <Badge color={COLORS[state]} variant="light" w={92} flex="none" tt="none">
                {word === undefined ? text(`overview.part.${state}`) : nameTold('word', word)}
              </Badge>
              <Stack gap={2} miw={0}>
                <Text size="sm" fw={600}>
                  {nameTold('part', name)}
                </Text>
                <Text size="sm" c="dimmed" className="wrapped" dir="auto">
                  <Told english={detail} sentences={sentences} />
                </Text>
                {fix === undefined ? null : (
                  <Code className="wrapped" dir="ltr">
                    {fix}
                  </Code>
                )}
              </Stack>
            </Group>
          ))}
        </Stack>
      </Card>
    </section>
  )
}
