import type { ConversationRow, TurnForm } from '../../../api/forms/conversations.ts'
import type { TextKey } from '../../texts/en.ts'
import { text } from '../../texts/text.ts'

export const platformName = (platform: string) => text(`conversations.platform.${platform}` as TextKey)

export const personName = ({ name }: TurnForm['person']) => name || text('conversations.nameless')

/** A group by its title, a private chat by its person. */
export function chatName({
  kind,
  title,
  person,
}: Pick<ConversationRow, 'kind' | 'title'> & { person?: TurnForm['person'] | undefined }) {
  if (kind === 'group') return title ?? text('conversations.untitled')
  return person === undefined ? text('conversations.nameless') : personName(person)
}
