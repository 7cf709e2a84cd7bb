import { Alert, Button, Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import type { ChannelSetting, ChannelStep } from '../../../api/forms/channels.ts'
import { text } from '../../texts/text.ts'
import { Copy } from '../../ui/copy.tsx'
import { Password } from '../../ui/password.tsx'
import type { SetUp } from './set-up.ts'
import { titleOf, wordsOfChoice } from './words.ts'
import { toldOr } from '../../texts/told.ts'

type Props = { readonly step: ChannelStep; readonly setUp: SetUp }

const CHARACTERS_MAX = 4_096
/** The platform only repeats them. */
const MADE_UP = new Set(['meta.verifyToken', 'telegram.webhookSecret'])

/** One setting of the guide, as its form asks. What the environment sets is only said. */
export function Field({ step, setUp }: Props) {
  const setting = setUp.settingOf(step.setting)
  if (setting === undefined) return null
  const { key, form, lockedBy, fault } = setting
  if (lockedBy !== undefined) return <Text size="sm">{text('channels.lockedBy', { name: lockedBy })}</Text>
  const title = titleOf(setUp.channel.name, step.id)
  const typed = setUp.valueOf(key)
  const common = {
    'aria-label': title,
    description: sourceOf(setting),
    error: typed === undefined && fault ? toldOr(fault.message, fault.sentences) : undefined,
    maw: 480,
  }
  const type = (value: string | number) => setUp.type(key, value)
  switch (form.type) {
    case 'secret':
      return <Secret setting={setting} setUp={setUp} common={common} />
    case 'switch':
      // Terms are acknowledged, and the channel is switched as a whole.
      return null
    case 'choice':
      return (
        <NativeSelect
          {...common}
          data={form.of.map((value) => ({ value, label: wordsOfChoice(step.id, value) }))}
          value={String(typed ?? setting.value ?? '')}
          onChange={(event) => type(event.currentTarget.value)}
        />
      )
    case 'number':
    case 'list':
    case 'text':
      return (
        <TextInput
          {...common}
          dir="ltr"
          maxLength={CHARACTERS_MAX}
          value={String(typed ?? setting.value ?? '')}
          onChange={({ currentTarget: { value } }) => {
            const trimmed = value.trim()
            type(form.type === 'number' && /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed)
          }}
        />
      )
    default:
      return form satisfies never
  }
}

type Common = {
  readonly 'aria-label': string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly maw: number
}

/** Never filled in: what is saved is not shown to anybody. */
function Secret({
  setting: { key, isSet = false },
  setUp,
  common,
}: {
  setting: ChannelSetting
  setUp: SetUp
  common: Common
}) {
  const made = setUp.made[key]
  return (
    <>
      <Password
        {...common}
        dir="ltr"
        autoComplete="new-password"
        maxLength={CHARACTERS_MAX}
        placeholder={isSet ? text('channels.secretSet') : undefined}
        value={String(setUp.valueOf(key) ?? '')}
        onChange={(event) => setUp.type(key, event.currentTarget.value.trim())}
      />
      {MADE_UP.has(key) ? (
        <Group gap="xs">
          <Button variant="default" onClick={() => setUp.makeUp(key)}>
            {text('channels.makeUp')}
          </Button>
          {made === undefined ? null : <Copy value={made} label={text('channels.copyMade')} />}
        </Group>
      ) : null}
    </>
  )
}

function sourceOf({ source, isSet, value }: ChannelSetting): string | undefined {
  if (isSet === false || (isSet === undefined && value === undefined)) return undefined
  return source === 'default' ? undefined : text(`channels.source.${source}`)
}

/** Terms, or a risk: nothing goes on before they were read. */
export function Acknowledge({ step, setUp }: Props) {
  const { setting } = step
  const label = text('channels.acknowledged')
  if (setting === undefined) {
    return (
      <>
        <Alert color="red" variant="outline">
          {text('channels.ban')}
        </Alert>
        <Checkbox
          label={label}
          checked={setUp.isAcknowledged}
          onChange={(event) => setUp.acknowledge(event.currentTarget.checked)}
        />
      </>
    )
  }
  const state = setUp.settingOf(setting)
  if (state?.lockedBy !== undefined) return <Text size="sm">{text('channels.lockedBy', { name: state.lockedBy })}</Text>
  return (
    <Checkbox
      label={label}
      checked={(setUp.valueOf(setting) ?? state?.value) === true}
      onChange={(event) => setUp.type(setting, event.currentTarget.checked)}
    />
  )
}
