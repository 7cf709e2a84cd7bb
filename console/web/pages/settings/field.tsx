import { NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { text } from '../../texts/text.ts'
import { choiceInWords, inWords, rangeOf } from './value.ts'

type Props = {
  readonly setting: SettingForm
  readonly typed: string
  readonly error: string | undefined
  /** It was opened a moment ago. */
  readonly takesFocus: boolean
  readonly onType: (typed: string) => void
  readonly onCancel: () => void
}

const asChoice = (value: string) => ({ value, label: choiceInWords(value) })

const SWITCH = ['true', 'false'] as const

/** As the setting's form asks. Enter saves, Escape ends. */
export function Field({ setting: { key, form, value: now }, typed, error, takesFocus, onType, onCancel }: Props) {
  const common = {
    id: `setting-${key}`,
    label: key,
    value: typed,
    error,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => onType(value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') onCancel()
    },
    autoFocus: takesFocus,
  }
  const typing = { autoComplete: 'off', spellCheck: false, maxLength: 4_096, dir: 'ltr' } as const
  switch (form.type) {
    case 'switch':
      return <NativeSelect {...common} data={SWITCH.map((value) => ({ value, label: inWords(value === 'true') }))} />
    case 'choice':
      // None is chosen before somebody does.
      return <NativeSelect {...common} data={[...(now === undefined ? [''] : []), ...form.of.map(asChoice)]} />
    case 'list':
      return (
        <Textarea
          {...common}
          description={text('settings.perLine')}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          dir="ltr"
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
        />
      )
    case 'text':
      return <TextInput {...common} {...typing} />
    default:
      return form satisfies never
  }
}
