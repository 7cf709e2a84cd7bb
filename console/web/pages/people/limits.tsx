import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LimitsForm, PersonForm } from '../../../api/forms/people.ts'
import { change, conflictIn, hasCode } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/section.tsx'
import { When } from '../../ui/when.tsx'
import { Conflict } from '../../ui/conflict.tsx'

const LIMIT_MAX = 100_000
type Props = { readonly person: PersonForm; readonly mayChange: boolean }

/** Own limits in place of those of the settings. */
export function Limits({ person: { id, limits }, mayChange }: Props) {
  const queries = useQueryClient()
  const [seen, setSeen] = useState(limits.own)
  const [burst, setBurst] = useState<number | string>(limits.own?.burst ?? '')
  const [perMinute, setPerMinute] = useState<number | string>(limits.own?.perMinute ?? '')
  const saving = useMutation({
    mutationFn: () =>
      change<LimitsForm>('PUT', `/api/people/${encodeURIComponent(id)}/limits`, {
        burst: typedIn(burst),
        perMinute: typedIn(perMinute),
        seenAtMs: seen?.changedAtMs ?? null,
      }),
    onSuccess({ own }) {
      setSeen(own)
      showDone(text('limits.saved'))
      void queries.invalidateQueries({ queryKey: ['person', id] })
    },
    onError(error) {
      const now = conflictIn<LimitsForm>(error)?.now
      if (now !== undefined) setSeen(now.own)
    },
  })
  const isConflict = hasCode(saving.error, 'conflict')
  return (
    <Section title={text('limits.title')} description={text('limits.about')}>
      {isConflict && !saving.isPending ? (
        <Conflict>
          <Text size="sm" fw={600}>
            {text('limits.burst')}: {shownOf(seen?.burst, limits.settings.burst)} · {text('limits.perMinute')}:{' '}
            {shownOf(seen?.perMinute, limits.settings.perMinute)}
          </Text>
        </Conflict>
      ) : null}
      <Form sending={isConflict ? { ...saving, error: null } : saving}>
        {(isHeld) => (
          <Group align="flex-end" gap="sm">
            <Limit
              label={text('limits.burst')}
              value={burst}
              onChange={setBurst}
              settings={limits.settings.burst}
              isReadOnly={!mayChange}
            />
            <Limit
              label={text('limits.perMinute')}
              value={perMinute}
              onChange={setPerMinute}
              settings={limits.settings.perMinute}
              isReadOnly={!mayChange}
            />
            {mayChange ? (
              <Button type="submit" variant="default" loading={saving.isPending} disabled={isHeld}>
                {text('limits.save')}
              </Button>
            ) : null}
          </Group>
        )}
      </Form>
      {seen === undefined ? null : (
        <Text size="sm" c="dimmed">
          {text('limits.changed')} <When ms={seen.changedAtMs} />
        </Text>
      )}
    </Section>
  )
}

type LimitProps = {
  readonly label: string
  readonly value: number | string
  readonly onChange: (value: number | string) => void
  readonly settings: number
  readonly isReadOnly: boolean
}

const Limit = ({ label, value, onChange, settings, isReadOnly }: LimitProps) => (
  <NumberInput
    label={label}
    description={shownOf(undefined, settings)}
    value={value}
    onChange={onChange}
    min={0}
    max={LIMIT_MAX}
    allowDecimal={false}
    clampBehavior="strict"
    hideControls
    readOnly={isReadOnly}
    flex="1 1 12rem"
  />
)

/** Empty: as the settings say. */
const typedIn = (value: number | string): number | null => (value === '' ? null : Number(value))

const inWords = (value: number) => (value === 0 ? text('limits.lifted') : numberOf(value))

const shownOf = (own: number | undefined, settings: number) =>
  own === undefined ? text('limits.asSettings', { value: inWords(settings) }) : inWords(own)
