import { Group, Text, ThemeIcon, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { WelcomeStep } from '../../../api/forms/welcome.ts'
import { text } from '../../texts/text.ts'
import { CheckIcon } from '../../ui/icons.tsx'

export const STEPS: readonly WelcomeStep[] = ['model', 'channel', 'message']
const ALL = ['owner', ...STEPS] as const

/** Where the first run is. Each step can be opened; on a narrow window only the present one is named. */
export function Steps({ at, go }: { at: WelcomeStep; go: (step: WelcomeStep) => void }) {
  const here = ALL.indexOf(at)
  return (
    <nav aria-label={text('welcome.steps')}>
      <ol className="list welcome-steps">
        {ALL.map((step, n) => (
          <li key={step} data-state={n < here ? 'past' : n === here ? 'here' : 'ahead'}>
            {step === 'owner' ? (
              <Step name={step} n={n} here={here} />
            ) : (
              <UnstyledButton onClick={() => go(step)} aria-current={n === here ? 'step' : undefined}>
                <Step name={step} n={n} here={here} />
              </UnstyledButton>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

type StepProps = { readonly name: (typeof ALL)[number]; readonly n: number; readonly here: number }

const Step = ({ name, n, here }: StepProps) => (
  <Group gap={8} wrap="nowrap">
    <ThemeIcon size={28} radius="xl" variant={n === here ? 'filled' : 'light'} color={n <= here ? 'teal' : 'gray'}>
      {n < here ? <CheckIcon size={16} /> : <span className="figures">{n + 1}</span>}
    </ThemeIcon>
    <Text size="sm" fw={n === here ? 650 : 500} className="welcome-step-name">
      {text(`welcome.step.${name}`)}
      {n < here ? <VisuallyHidden> ({text('welcome.done')})</VisuallyHidden> : null}
    </Text>
  </Group>
)
