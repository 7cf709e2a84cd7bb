import './persona.css'
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { PersonaVersionForm } from '../../../api/forms/persona.ts'
import { text } from '../../texts/text.ts'
import { Name } from '../../ui/bidi.tsx'
import { confirm } from '../../ui/confirm-question.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { diffOf } from './diff.ts'
import type { Draft, Words } from './draft.ts'

const NONE: Words = { name: '', tone: '' }

/** What was changed, by whom; an older version becomes the newest again. */
export function History({ draft }: { draft: Draft }) {
  const { seen, isDirty, saving } = draft
  const list = useRows<PersonaVersionForm>({
    key: ['persona', 'versions'],
    path: '/api/persona/versions',
    query: { rows: 10 },
  })
  const bringBack = async (words: Words) => {
    const question = { title: text('persona.lose.title'), body: text('persona.lose.body') }
    if (isDirty && !(await confirm({ ...question, action: text('persona.version.back') }))) return
    saving.mutate(words)
  }
  const isAtWork = ({ name, tone }: Words) => name === seen.name && tone === seen.tone
  return (
    <Section
      title={text('persona.history')}
      description={text('persona.history.about')}
      actions={
        isAtWork(NONE) ? undefined : (
          <Button variant="default" size="compact-sm" disabled={saving.isPending} onClick={() => void bringBack(NONE)}>
            {text('persona.version.default')}
          </Button>
        )
      }
    >
      <Awaited asked={list}>
        {(versions) =>
          versions.length === 0 ? (
            <Empty title={text('persona.history.none')}>{text('persona.history.noneYet')}</Empty>
          ) : (
            <Stack component="ul" gap="xs" className="list">
              {versions.map((version, nth) => (
                <Version
                  key={version.version}
                  of={version}
                  before={versions[nth + 1] ?? (version.version === 1 ? NONE : undefined)}
                  isNow={version.version === seen.version}
                  isLike={isAtWork(version)}
                  isHeld={saving.isPending}
                  bringBack={() => void bringBack({ name: version.name, tone: version.tone })}
                />
              ))}
            </Stack>
          )
        }
      </Awaited>
      <More list={list} />
    </Section>
  )
}

type Props = {
  readonly of: PersonaVersionForm
  /** Undefined: it is not read yet. */
  readonly before: Words | undefined
  readonly isNow: boolean
  readonly isLike: boolean
  readonly isHeld: boolean
  readonly bringBack: () => void
}

function Version({ of, before, isNow, isLike, isHeld, bringBack }: Props) {
  const { version, name, tone, by, atMs } = of
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {text('persona.version', { version })}
          </Text>
          {isNow ? (
            <Badge variant="light" tt="none" color="green">
              {text('persona.version.now')}
            </Badge>
          ) : null}
          <Text size="sm" c="dimmed">
            <When ms={atMs} />{' '}
            <Name>{by === '' ? text('persona.version.byNobody') : text('persona.version.by', { name: by })}</Name>
          </Text>
        </Group>
        {isLike ? null : (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={text('persona.version.backOf', { version })}
            disabled={isHeld}
            onClick={bringBack}
          >
            {text('persona.version.back')}
          </Button>
        )}
      </Group>
      {name === '' && tone === '' ? (
        <Text size="sm" c="dimmed">
          {text('persona.version.isDefault')}
        </Text>
      ) : null}
      <Changed label={text('persona.name')} before={before?.name ?? name} after={name} />
      <Changed label={text('persona.tone')} before={before?.tone ?? tone} after={tone} />
    </Paper>
  )
}

const MARKS = { same: 'span', added: 'ins', removed: 'del' } as const

function Changed({ label, before, after }: { label: string; before: string; after: string }) {
  if (before === '' && after === '') return null
  return (
    <Text size="sm" className="wrapped" mt={4}>
      <Text span inherit c="dimmed">
        {label}:{' '}
      </Text>
      <bdi className="persona-diff">
        {diffOf(before, after).map(({ type, text: words }, nth) => {
          const Mark = MARKS[type]
          return <Mark key={nth}>{words}</Mark>
        })}
      </bdi>
    </Text>
  )
}
