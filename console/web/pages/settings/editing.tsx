import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { text } from '../../texts/text.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { isChange, type Draft } from './drafts.ts'
import { Field } from './field.tsx'
import type { Unsaved } from './use-drafts.ts'
import { faultOf, inWords } from './value.ts'

type Props = {
  readonly setting: SettingForm
  readonly draft: Draft
  readonly unsaved: Unsaved
  readonly takesFocus: boolean
  readonly onCancel: () => void
  /** Opens another setting that is checked together with this one. */
  readonly onOpen: (key: string) => void
}

/** A setting while it is changed; all changes are saved together, in the bar below. */
export function Editing({ setting, draft, unsaved, takesFocus, onCancel, onOpen }: Props) {
  const { key, form, isOwn, goesWith = [] } = setting
  const { typed, isConflict } = draft
  const { drafts, refused, type } = unsaved
  // An empty field is not wrong before somebody has emptied it.
  const fault = isChange(draft, setting) ? faultOf(typed, form) : undefined
  const refusal = refused[key] ?? goesWith.map((one) => refused[one]).find((words) => words !== undefined)
  return (
    <Stack gap="sm">
      {isConflict ? <Now setting={setting} /> : null}
      {typed === null ? (
        <Text size="sm">
          {text('settings.willBe')} <WithoutWords setting={setting} />
        </Text>
      ) : (
        <Field
          setting={setting}
          typed={typed}
          error={fault ?? refusal}
          takesFocus={takesFocus}
          onType={(next) => type(key, next)}
          onCancel={onCancel}
        />
      )}
      {typed === null && refusal !== undefined ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {refusal}
        </Text>
      ) : null}
      <Partners keys={goesWith.filter((one) => !Object.hasOwn(drafts, one))} onOpen={onOpen} />
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={onCancel} aria-label={`${text('form.cancel')}: ${key}`}>
          {text('form.cancel')}
        </Button>
        {isOwn && typed !== null ? (
          <Button variant="subtle" size="xs" className="wraps" onClick={() => type(key, null)}>
            <WithoutWords setting={setting} />
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

/** What somebody else has set meanwhile. */
const Now = ({ setting: { form, value } }: Pick<Props, 'setting'>) => (
  <Conflict>
    <Text size="sm" fw={600} className="wrapped">
      <bdi>{form.type === 'secret' ? text('settings.secretSet') : inWords(value, form)}</bdi>
    </Text>
  </Conflict>
)

/** Settings that are checked together with this one. */
const Partners = ({ keys, onOpen }: { keys: readonly string[] } & Pick<Props, 'onOpen'>) =>
  keys.length === 0 ? null : (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {text('settings.goesWith')}
      </Text>
      {keys.map((key) => (
        <Anchor key={key} component="button" type="button" size="sm" underline="always" onClick={() => onOpen(key)}>
          {text('settings.editOf', { key })}
        </Anchor>
      ))}
    </Group>
  )

/** What would hold without the value that was set here. */
function WithoutWords({ setting: { form, without, isInFile } }: { setting: SettingForm }) {
  if (form.type === 'secret') return text('settings.withoutSecret')
  const source = text(isInFile ? 'settings.without.file' : 'settings.without.default')
  return text('settings.without', { source, value: inWords(without, form) })
}
