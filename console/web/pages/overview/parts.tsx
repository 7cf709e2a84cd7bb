import { Badge, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import type { OverviewForm } from '../../../api/forms/overview.ts'
import { text } from '../../texts/text.ts'
import { nameTold } from '../../texts/told.ts'
import { Told } from '../../ui/told.tsx'
import { PageLink, type Linked } from './page-link.tsx'

const COLORS = { ready: 'green', starting: 'blue', failed: 'red', off: 'gray' } as const

/** Where the console itself does what the command would do. */
const PAGES: Readonly<Partial<Record<string, Linked>>> = { 'larger model': '/models' }

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
                <Fix page={PAGES[name]} command={fix} />
              </Stack>
            </Group>
          ))}
        </Stack>
      </Card>
    </section>
  )
}

function Fix({ page, command }: { page: Linked | undefined; command: string | undefined }) {
  if (page !== undefined) return <PageLink to={page} />
  if (command === undefined) return null
  return (
    <Code className="wrapped" dir="ltr">
      {command}
    </Code>
  )
}
