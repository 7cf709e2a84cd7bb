import { Stack, Table, Text } from '@mantine/core'
import type { StepsForm } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'
import { Wide } from '../../ui/wide.tsx'
import { duration, share } from './duration.ts'
import { longestStep, stepName, totalMs } from './step-times.ts'

/** A sentence that says where the time went, and below it each step with its bar and its times. */
export function Waterfall({ steps }: { steps: StepsForm }) {
  const total = Math.max(1, totalMs(steps))
  const most = longestStep(steps)
  const { firstWordsMs } = steps
  const inOrder = steps.steps.toSorted((a, b) => a.fromMs - b.fromMs || a.tookMs - b.tookMs)
  return (
    <Stack gap="xs">
      {most === undefined ? null : (
        <Text size="sm" fw={600}>
          {text('conversations.steps.most', {
            total: duration(total),
            share: share(most.tookMs / total),
            step: stepName(most.name),
            time: duration(most.tookMs),
          })}
        </Text>
      )}
      {firstWordsMs === undefined ? null : (
        <Text size="sm">{text('conversations.steps.firstWords', { time: duration(firstWordsMs) })}</Text>
      )}
      <Wide label={text('conversations.happened.time')}>
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('conversations.steps.step')}</Table.Th>
              <Table.Th className="steps-when" w="36%">
                {text('conversations.steps.when')}
              </Table.Th>
              <Table.Th ta="end">{text('conversations.steps.from')}</Table.Th>
              <Table.Th ta="end">{text('conversations.steps.took')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inOrder.map((step, nth) => (
              <Table.Tr key={nth}>
                <Table.Th scope="row" fw={step === most ? 700 : 400}>
                  {stepName(step.name)}
                </Table.Th>
                <Table.Td className="steps-when">
                  <div className="steps-lane" aria-hidden="true">
                    <div className="steps-bar" data-most={step === most} style={placed(step, total)} />
                    {firstWordsMs === undefined ? null : (
                      <div className="steps-first-words" style={{ insetInlineStart: percent(firstWordsMs / total) }} />
                    )}
                  </div>
                </Table.Td>
                <Table.Td ta="end">{duration(step.fromMs)}</Table.Td>
                <Table.Td ta="end">{duration(step.tookMs)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </Stack>
  )
}

const percent = (part: number) => `${(100 * Math.min(1, Math.max(0, part))).toFixed(2)}%`

const placed = ({ fromMs, tookMs }: StepsForm['steps'][number], total: number) => ({
  insetInlineStart: percent(fromMs / total),
  width: percent(tookMs / total),
})
