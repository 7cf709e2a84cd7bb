import { Anchor, Text } from '@mantine/core'
import { text } from '../../texts/text.ts'
import type { SetUp } from './set-up.ts'

/** Where the bot is added to a server, as the platform's answer to the check says. */
export const Invite = ({ setUp: { installLink } }: { setUp: SetUp }) =>
  installLink === undefined ? (
    <Text size="sm" c="dimmed">
      {text('channels.invite.later')}
    </Text>
  ) : (
    <Anchor href={installLink} target="_blank" rel="noreferrer" size="sm" underline="always">
      {text('channels.invite')}
    </Anchor>
  )
