import { Badge, Code, Table } from '@mantine/core'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'
import { hazardNames } from '../../ui/hazard.ts'
import { scoreOf } from '../../ui/score.ts'
import { Wide } from '../../ui/wide.tsx'
import { duration } from './duration.ts'

/** What each guard said of a question, and of each part of its answer. */
export const Verdicts = ({ of }: { of: TurnForm['verdicts'] }) => (
  <Wide label={text('conversations.happened.verdicts')}>
    <Table verticalSpacing={6} fz="sm" miw={720}>
      <Table.Thead>
        <Table.Tr>
          {(['of', 'outcome', 'hazards', 'probability', 'guard', 'model', 'policy'] as const).map((name) => (
            <Table.Th key={name}>{text(`conversations.verdict.${name}`)}</Table.Th>
          ))}
          <Table.Th ta="end">{text('conversations.steps.took')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.map((verdict, nth) => (
          <Table.Tr key={nth}>
            <Table.Td>{text(verdict.direction === 'in' ? 'conversations.asked' : 'conversations.answered')}</Table.Td>
            <Table.Td>
              <Badge variant="light" tt="none" miw="max-content" color={verdict.outcome === 'block' ? 'red' : 'green'}>
                {text(`conversations.verdict.${verdict.outcome}`)}
              </Badge>
            </Table.Td>
            <Table.Td>{hazardNames(verdict.hazards)}</Table.Td>
            <Table.Td>{verdict.probability === undefined ? '' : scoreOf(verdict.probability)}</Table.Td>
            <Table.Td>{verdict.guard}</Table.Td>
            <Table.Td>{verdict.model}</Table.Td>
            <Table.Td>
              <Code>{verdict.policyVersion}</Code>
            </Table.Td>
            <Table.Td ta="end">{duration(verdict.tookMs)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Wide>
)
