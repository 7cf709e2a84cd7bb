import { Alert, Code, Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PrivacyForm } from '../../../api/forms/privacy.ts'
import { hasRole } from '../../../roles.ts'
import { read } from '../../api.ts'
import { useAccount } from '../../session.ts'
import { plural, text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { MemoryCounts } from './counts.tsx'
import { Receipts } from './receipts.tsx'
import { Told } from '../../ui/told.tsx'

/** How much is remembered and for how long; what people, and deletions, do about it. */
export function Page() {
  const { role } = useAccount()
  const asked = useQuery({
    queryKey: ['memory'],
    queryFn: ({ signal }) => read<PrivacyForm>('/api/memory', {}, signal),
    refetchInterval: ({ state }) => (state.data?.isCounting ? LOOK_AGAIN_MS.awaited : false),
  })
  return (
    <>
      <PageHead title={text('nav.memory')} description={text('privacy.about')} />
      <Awaited asked={asked}>
        {(about) => (
          <Stack gap="lg">
            {about.settings.memory.isOn ? null : <Alert color="orange" title={text('privacy.memoryOff')} />}
            <MemoryCounts about={about} />
            <Kept settings={about.settings} />
            <Embedder embedder={about.embedder} />
            <Control />
            {hasRole(role, 'owner') ? <Receipts /> : null}
          </Stack>
        )}
      </Awaited>
    </>
  )
}

function Kept({ settings }: { settings: PrivacyForm['settings'] }) {
  const { memory } = settings
  const days = (count: number) => plural('privacy.days', count)
  const rows = [
    ['privacy.kept.turns', days(settings.turnsDays)],
    ['privacy.kept.pictures', days(settings.picturesDays)],
    ['privacy.kept.limited', days(settings.limitedDays)],
    ['privacy.kept.payloads', days(settings.payloadsDays)],
    ['privacy.kept.keys', days(settings.keysDays)],
    ['privacy.kept.profile', text('privacy.kept.untilForgotten')],
    ['privacy.kept.facts', days(memory.factsDays)],
    ['privacy.kept.passages', days(memory.passagesDays)],
    ['privacy.kept.perPerson', plural('privacy.items', memory.itemsMax)],
  ] as const
  return (
    <Section title={text('privacy.kept')} description={text('privacy.keptAbout')}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {rows.map(([key, value]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500}>
                {text(key)}
              </Table.Th>
              <Table.Td ta="end">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

const Embedder = ({ embedder: { kind, detail, sentences } }: Pick<PrivacyForm, 'embedder'>) => (
  <Section title={text('privacy.embedder')} description={text(`privacy.embedder.${kind}`)}>
    {detail === undefined ? null : (
      <Text size="sm" className="wrapped">
        <Told english={detail} sentences={sentences} />
      </Text>
    )}
  </Section>
)

const COMMANDS = [
  ['/memories', 'memories'],
  ['/remember', 'remember'],
  ['/edit', 'edit'],
  ['/forget', 'forget'],
  ['/memory', 'memory'],
  ['/private', 'private'],
  ['/why', 'why'],
  ['/export', 'export'],
  ['/deleteme', 'deleteme'],
] as const

const Control = () => (
  <Section title={text('privacy.control')} description={text('privacy.controlAbout')}>
    <Stack component="ul" gap={6} className="list">
      {COMMANDS.map(([command, name]) => (
        <Group component="li" key={command} gap="xs" wrap="nowrap" align="baseline">
          <Code dir="ltr" w={92} flex="none">
            {command}
          </Code>
          <Text size="sm">{text(`privacy.command.${name}`)}</Text>
        </Group>
      ))}
    </Stack>
  </Section>
)
