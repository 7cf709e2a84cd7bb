import { Alert, Anchor, Stack, Text, Title } from '@mantine/core'
import type { ChannelForm, ChannelStep } from '../../../api/forms/channels.ts'
import { hasCode } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { errorText } from '../../ui/fail.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { Acknowledge, Field } from './field.tsx'
import { Check, Save, whyHeld } from './check.tsx'
import { LinkByCode, LinkByQr } from './link.tsx'
import { FirstMessage } from './first-message.tsx'
import { Invite } from './invite.tsx'
import { isDone, type SetUp } from './set-up.ts'
import { Webhook } from './webhook.tsx'
import { titleOf, whatToDo } from './words.ts'

/** The steps of the channel's table, one below the other; what is typed in is checked and saved together. */
export function Guide({ setUp }: { setUp: SetUp }) {
  const { channel, saving } = setUp
  const steps = channel.steps.filter((step) => isShown(step, channel))
  const checkedAt = steps.findIndex(({ kind }) => kind === 'check')
  const error = saving.isPending ? null : saving.error
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (whyHeld(setUp) === undefined && !saving.isPending) setUp.save()
      }}
    >
      <ol className="list steps">
        {steps.map((step, at) => (
          <li key={step.id} data-done={isStepDone(step, setUp)}>
            <Stack gap="xs">
              <Title order={3} fz="md">
                {titleOf(channel.name, step.id)}
                {step.isOptional ? (
                  <Text span size="sm" c="dimmed" fw={400}>
                    {' '}
                    {text('channels.optional')}
                  </Text>
                ) : null}
              </Title>
              <Explanation of={step} setUp={setUp} />
              <StepBody step={step} setUp={setUp} />
              {step.kind === 'check' && error !== null ? <Refused error={error} /> : null}
              {at > checkedAt && setUp.valueOf(step.setting ?? '') !== undefined ? <Save setUp={setUp} /> : null}
            </Stack>
          </li>
        ))}
      </ol>
    </form>
  )
}

function StepBody({ step, setUp }: { step: ChannelStep; setUp: SetUp }) {
  switch (step.kind) {
    case 'read':
      return null
    case 'secret':
    case 'text':
      return <Field step={step} setUp={setUp} />
    case 'acknowledge':
      return <Acknowledge step={step} setUp={setUp} />
    case 'check':
      return <Check setUp={setUp} />
    case 'invite':
      return <Invite setUp={setUp} />
    case 'qr':
      return <LinkByQr setUp={setUp} />
    case 'pairing':
      return <LinkByCode setUp={setUp} />
    case 'webhook':
      return <Webhook setUp={setUp} />
    case 'message':
      return <FirstMessage of={setUp.channel} />
    default:
      return step.kind satisfies never
  }
}

/** Who has linked a phone needs no other way to, and the step before says why none can be linked. */
const isShown = ({ kind }: ChannelStep, { state, linkState }: ChannelForm) =>
  kind !== 'pairing' || (state !== 'ready' && linkState !== 'off')

function isStepDone({ kind, setting, isOptional }: ChannelStep, setUp: SetUp): boolean {
  const { channel, checking } = setUp
  const isAccepted = channel.state === 'ready' || checking.data?.ok === true
  if (setting !== undefined) return isDone(setUp, setting)
  // What is done on the platform shows in its answer.
  if (kind === 'read') return isAccepted && isOptional !== true
  if (kind === 'check') return isAccepted
  if (kind === 'webhook') return channel.webhook?.verifiedAtMs !== undefined || channel.lastInAtMs !== undefined
  if (kind === 'message') return channel.lastInAtMs !== undefined || channel.hasMessages
  if (kind === 'acknowledge') return setUp.isAcknowledged || channel.state !== 'off'
  if (kind === 'qr') return channel.state === 'ready'
  return false
}

function Explanation({ of: { id, link, setting = '' }, setUp }: { of: ChannelStep; setUp: SetUp }) {
  const words = whatToDo(setUp.channel.name, id, setUp.valueOf(setting) ?? setUp.settingOf(setting)?.value)
  return (
    <>
      {words === undefined ? null : (
        <Text size="sm" c="dimmed">
          {words}
        </Text>
      )}
      {link === undefined ? null : (
        <Anchor href={link} target="_blank" rel="noreferrer" size="sm" underline="always">
          <bdi>{new URL(link).host + new URL(link).pathname}</bdi>
        </Anchor>
      )}
    </>
  )
}

const Refused = ({ error }: { error: Error }) =>
  hasCode(error, 'conflict') ? (
    <Conflict>
      <Text size="sm">{error.message}</Text>
    </Conflict>
  ) : (
    <Alert color="red" role="alert" title={errorText(error)} />
  )
