import './welcome.css'
import { Button, Skeleton } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { WelcomeForm, WelcomeStep } from '../../../api/forms/welcome.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { Awaited } from '../../ui/state.tsx'
import { usePass, useWelcome } from './asked.ts'
import { CHANNELS, ChannelStep, type Chosen } from './channel-step.tsx'
import { MessageStep } from './message-step.tsx'
import { ModelStep } from './model-step.tsx'
import { STEPS, Steps } from './steps.tsx'

/** The first run: from the owner's account to the first answer. It can be left, and goes on where it was left. */
export function Page() {
  const { name } = useAccount()
  const { asked, chosen, go } = usePlace()
  const welcome = useWelcome(LOOK_AGAIN_MS[asked === 'message' ? 'awaited' : 'watched'])
  return (
    <div className="welcome">
      <PageHead
        title={text('welcome.title', { name })}
        description={text('welcome.about')}
        actions={
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/" />}>
            {text('welcome.later')}
          </Button>
        }
      />
      {welcome.data === undefined && welcome.error === null ? (
        <Skeleton h={440} />
      ) : (
        <Awaited asked={welcome}>
          {(found) => (
            <Step key={asked ?? found.step} step={asked ?? found.step} chosen={chosen} welcome={found} go={go} />
          )}
        </Awaited>
      )}
    </div>
  )
}

type Go = (step: WelcomeStep, chosen?: Chosen) => void
type StepProps = {
  readonly step: WelcomeStep
  readonly chosen: Chosen | undefined
  readonly welcome: WelcomeForm
  readonly go: Go
}

function Step({ step, chosen, welcome, go }: StepProps) {
  const pass = usePass()
  const navigate = useNavigate()
  const n = STEPS.indexOf(step)
  const before = STEPS[n - 1]
  const next = STEPS[n + 1]
  const way = {
    isPending: pass.isPending,
    ...(before && { back: () => go(before) }),
    next: () => pass.mutate(step, { onSuccess: () => (next === undefined ? void navigate({ to: '/' }) : go(next)) }),
  }
  return (
    <>
      <Steps at={step} go={go} />
      {step === 'model' ? (
        <ModelStep {...way} />
      ) : step === 'channel' ? (
        <ChannelStep
          channels={welcome.channels}
          chosen={chosen}
          choose={(channel) => go('channel', channel)}
          {...way}
        />
      ) : (
        <MessageStep welcome={welcome} {...way} />
      )}
    </>
  )
}

/** In the address, so that the browser's own buttons lead through the steps. */
function usePlace(): { asked: WelcomeStep | undefined; chosen: Chosen | undefined; go: Go } {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  return {
    asked: STEPS.find((step) => step === search['step']),
    chosen: CHANNELS.find((channel) => channel === search['channel']),
    go: (step, channel) => void navigate({ to: '.', search: { ...search, step, channel } }),
  }
}
