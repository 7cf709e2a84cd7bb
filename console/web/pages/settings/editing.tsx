import { Button, Group, NativeSelect, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { hasCode } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Form } from '../../ui/form.tsx'
import { Conflict } from '../../ui/conflict.tsx'
import { useChange, type Before } from './use-change.ts'
import { inWords, typedFrom, valueFrom, type Value } from './value.ts'

type Props = {
  readonly setting: SettingForm
  /** What the console had before, where it was changed and that can be undone. */
  readonly onEnd: (before?: Before) => void
}

export function Editing({ setting, onEnd }: Props) {
  const { form, value, isOwn } = setting
  const [typed, setTyped] = useState(typedFrom(setting))
  const change = useChange(setting)
  const isSecret = form.type === 'secret'
  const fault = faultOf(typed, form)
  const changing = async (next: Value | null) => {
    const before = { own: isOwn && value !== undefined ? value : null }
    await change(next)
    return isSecret ? undefined : before
  }
  const saving = useMutation({ mutationFn: () => changing(valueFrom(typed, form)), onSuccess: onEnd })
  const removing = useMutation({ mutationFn: () => changing(null), onSuccess: onEnd })
  const isConflict = hasCode(saving.error ?? removing.error, 'conflict')
  const isPending = saving.isPending || removing.isPending
  return (
    <Form sending={{ ...saving, isPending, error: isConflict ? null : (saving.error ?? removing.error) }}>
      {(isHeld) => (
        <Stack gap="sm">
          {isConflict && !isPending ? (
            <Conflict>
              <Text size="sm" fw={600}>
                <bdi>{isSecret ? text('settings.secretSet') : inWords(value)}</bdi>
              </Text>
            </Conflict>
          ) : null}
          <Field setting={setting} typed={typed} onType={setTyped} />
          <Group gap="xs">
            <Button
              type="submit"
              size="xs"
              loading={saving.isPending}
              disabled={isHeld || fault !== undefined || (isSecret && typed.trim() === '')}
            >
              {text('settings.save')}
            </Button>
            <Button variant="default" size="xs" onClick={() => onEnd()}>
              {text('form.cancel')}
            </Button>
            {isOwn ? (
              <Button
                variant="subtle"
                size="xs"
                loading={removing.isPending}
                onClick={() => {
                  saving.reset()
                  removing.mutate()
                }}
              >
                <Without setting={setting} />
              </Button>
            ) : null}
          </Group>
        </Stack>
      )}
    </Form>
  )
}

/** What would hold without the value that was set here. */
function Without({ setting: { form, without, isInFile } }: { setting: SettingForm }) {
  if (form.type === 'secret') return text('settings.withoutSecret')
  const source = text(isInFile ? 'settings.without.file' : 'settings.without.default')
  return text('settings.without', { source, value: inWords(without) })
}

type FieldProps = {
  readonly setting: SettingForm
  readonly typed: string
  readonly onType: (typed: string) => void
}

function Field({ setting: { key, form }, typed, onType }: FieldProps) {
  const common = {
    label: key,
    value: typed,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => onType(value),
    'data-autofocus': true,
    autoFocus: true,
  }
  const typing = { autoComplete: 'off', spellCheck: false, maxLength: 4_096 } as const
  switch (form.type) {
    case 'switch':
      return <NativeSelect {...common} data={SWITCH.map((value) => ({ value, label: inWords(value === 'true') }))} />
    case 'choice':
      return <NativeSelect {...common} data={form.of} />
    case 'list':
      return (
        <Textarea
          {...common}
          description={text('settings.perLine')}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
        />
      )
    case 'secret':
      return <PasswordInput {...common} {...typing} description={text('settings.newSecret')} />
    case 'number':
      return (
        <TextInput
          {...common}
          {...typing}
          inputMode={form.or === undefined ? 'numeric' : 'text'}
          description={rangeOf(form)}
          error={faultOf(typed, form)}
        />
      )
    case 'text':
      return <TextInput {...common} {...typing} />
    default:
      return form satisfies never
  }
}

const SWITCH = ['true', 'false'] as const

/** The service looks again, at all settings together. */
function faultOf(typed: string, form: SettingForm['form']): string | undefined {
  if (form.type !== 'number' || ['', form.or].includes(typed.trim())) return undefined
  const value = valueFrom(typed, form)
  const isWithin = typeof value === 'number' && value >= form.min && value <= form.max
  return isWithin ? undefined : text('settings.outOfRange', { range: rangeOf(form) })
}

function rangeOf({ min, max, or: word }: Extract<SettingForm['form'], { type: 'number' }>): string {
  const range = { min: numberOf(min), max: numberOf(max) }
  return word === undefined ? text('settings.range', range) : text('settings.rangeOr', { ...range, word })
}
