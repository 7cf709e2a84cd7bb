import { Badge } from '@mantine/core'
import type { Outcome as Outcomes } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'

const COLORS: Readonly<Record<Outcomes, string>> = {
  answered: 'green',
  blocked: 'red',
  apologised: 'orange',
  commanded: 'blue',
  noticed: 'blue',
  limited: 'orange',
  ignored: 'gray',
  human: 'violet',
  running: 'teal',
}

export const Outcome = ({ of }: { of: Outcomes }) => (
  <Badge variant="light" color={COLORS[of]} tt="none" fw={600}>
    {text(`conversations.outcome.${of}`)}
  </Badge>
)
