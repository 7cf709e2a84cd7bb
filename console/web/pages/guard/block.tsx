import { Anchor, Button, Card, Group, Kbd, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BlockForm, Decision } from '../../../api/forms/guard.ts'
import { fullTime } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { hazardNames } from '../../ui/hazard.ts'
import { scoreOf } from '../../ui/score.ts'
import { When } from '../../ui/when.tsx'
import { Decided } from './block-list.tsx'
import { decisionsOn } from './decisions.ts'
import { Judged } from './judged.tsx'
import { LongText } from '../../ui/long-text.tsx'

const NOTE_LENGTH_MAX = 2_000

type Props = {
  readonly block: BlockForm
  readonly note: string
  readonly write: (note: string) => void
  readonly decide: (decision: Decision) => void
  readonly isPending: boolean
}

/** Why it was blocked, what was judged, and what there is to decide. */
export function Block({ block, note, write, decide, isPending }: Props) {
  const { hazards, label, person } = block
  return (
    <Card component="article" padding="md" aria-labelledby="guard-block">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={3} id="guard-block">
            {hazards.length > 0 ? hazardNames(hazards) : text('guard.passed')}
          </Title>
          <Decided of={label?.decision} />
        </Group>
        <Text size="sm" c="dimmed">
          <Name>{person.name === '' ? text('guard.someone') : person.name}</Name>
          {' · '}
          <Anchor
            component={Link}
            to="/conversations"
            search={{ open: block.conversation, turn: block.number } as never}
            size="sm"
          >
            {text('guard.conversation')}
          </Anchor>
        </Text>
        <Why block={block} />
        <Judged block={block} />
        {label === undefined ? null : (
          <Text size="sm" c="dimmed">
            {text('guard.by', { name: label.by === '' ? text('guard.someone') : label.by })} <When ms={label.atMs} />
          </Text>
        )}
        <Note note={note} write={write} />
        <Decide block={block} decide={decide} isPending={isPending} />
      </Stack>
    </Card>
  )
}

const Note = ({ note, write }: Pick<Props, 'note' | 'write'>) => (
  <LongText
    id="guard-note"
    label={text('guard.note')}
    description={text('guard.note.hint')}
    minRows={1}
    maxRows={8}
    maxLength={NOTE_LENGTH_MAX}
    value={note}
    onType={write}
    onKeyDown={({ key, currentTarget }) => {
      if (key === 'Escape') currentTarget.blur()
    }}
  />
)

/** A button for each decision, with what each means below. */
function Decide({ block: { label, outcome }, decide, isPending }: Pick<Props, 'block' | 'decide' | 'isPending'>) {
  const allowed = decisionsOn(outcome)
  return (
    <>
      <Group gap="xs" role="group" aria-label={text('guard.decide')}>
        {allowed.map(({ decision, key, color }) => (
          <Button
            key={decision}
            size="sm"
            color={color}
            variant={label?.decision === decision ? 'filled' : 'light'}
            aria-pressed={label?.decision === decision}
            aria-keyshortcuts={key}
            disabled={isPending}
            rightSection={<Kbd size="xs">{key}</Kbd>}
            title={text(`guard.decision.${decision}.means`)}
            onClick={() => decide(decision)}
          >
            {text(`guard.decision.${decision}`)}
          </Button>
        ))}
      </Group>
      <Stack component="dl" gap={2} m={0}>
        {allowed.map(({ decision }) => (
          <Text component="div" key={decision} size="xs" c="dimmed">
            <dt className="guard-inline">
              <b>{text(`guard.decision.${decision}`)}:</b>
            </dt>{' '}
            <dd className="guard-inline">{text(`guard.decision.${decision}.means`)}</dd>
          </Text>
        ))}
      </Stack>
    </>
  )
}

function Why({ block: { direction, guard, model, probability, policyVersion, atMs } }: { block: BlockForm }) {
  const facts = [
    [text('guard.why.what'), text(`guard.direction.${direction ?? 'none'}`)],
    [text('guard.why.score'), probability === undefined ? '–' : scoreOf(probability)],
    [text('guard.why.guard'), guard],
    [text('guard.why.model'), model],
    [text('guard.why.policy'), policyVersion],
    [text('guard.why.when'), fullTime(atMs)],
  ] as const
  return (
    <dl className="guard-facts">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
