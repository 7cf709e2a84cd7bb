import { isDeepStrictEqual } from 'node:util'
import type { CommandMenu } from '#core/contract/channel.ts'
import { z } from 'zod'
import type { DiscordApi } from './api.ts'
import { lenient } from '../shared/lenient.ts'
import type { Snowflake } from './snowflake.ts'
import { localised, OWN_LANGUAGES, textsIn } from './texts.ts'

const [SLASH, ON_MESSAGE] = [1, 3]
const TEXT_OPTION = 3
/** In servers, and in private chats with the bot. */
const CONTEXTS = [0, 1]
const DESCRIPTION_LENGTH_MAX = 100
const ARGUMENT_LENGTH_MAX = 1_000

const texts = z.preprocess((value) => value ?? {}, z.record(z.string(), z.string()))

/** What is compared of a command; Discord adds more, and leaves out what is empty. */
const commandSchema = z.object({
  type: z.number().default(SLASH),
  name: z.string(),
  name_localizations: texts,
  description: z.preprocess((value) => value ?? '', z.string()),
  description_localizations: texts,
  contexts: lenient(z.array(z.number())),
  options: z.preprocess(
    (value) => value ?? [],
    z.array(
      z.object({
        type: z.number(),
        name: z.string(),
        description: z.string(),
        description_localizations: texts,
        max_length: lenient(z.number()),
      }),
    ),
  ),
})

type Command = z.infer<typeof commandSchema>

/** Registers the commands for all servers and private chats, when Discord shows others. Resolves with whether it did. */
export async function registerCommands(
  api: DiscordApi,
  { applicationId, menu }: { applicationId: Snowflake; menu: CommandMenu },
  signal: AbortSignal,
): Promise<boolean> {
  const route = `/applications/${applicationId}/commands` as const
  const wanted = commandsOf(menu)
  const query = { with_localizations: 'true' }
  const shown = await api.call({ method: 'GET', route, query, effect: 'again' }, signal)
  const registered = z.array(commandSchema).safeParse(shown)
  if (registered.success && isDeepStrictEqual(sorted(registered.data), sorted(wanted))) return false
  await api.call({ method: 'PUT', route, body: wanted, effect: 'again' }, signal)
  return true
}

const sorted = (commands: readonly Command[]) =>
  commands.toSorted((one, other) => one.type - other.type || one.name.localeCompare(other.name))

function commandsOf(menu: CommandMenu): Command[] {
  const described = (name: string) => (language?: string) =>
    menu
      .in(language)
      .find((command) => command.name === name)!
      .description.slice(0, DESCRIPTION_LENGTH_MAX)
  const slash = menu.in('en').map(({ name, takesText }): Command => {
    const description = described(name)
    return {
      type: SLASH,
      name,
      name_localizations: {},
      description: description('en'),
      description_localizations: localised(menu.languages, description),
      contexts: CONTEXTS,
      options: takesText ? [TEXT] : [],
    }
  })
  return [...slash, ABOUT_PICTURE]
}

const TEXT: Command['options'][number] = {
  type: TEXT_OPTION,
  name: 'text',
  description: textsIn('en').argument,
  description_localizations: localised(OWN_LANGUAGES, (language) => textsIn(language).argument),
  max_length: ARGUMENT_LENGTH_MAX,
}

const ABOUT_PICTURE: Command = {
  type: ON_MESSAGE,
  name: textsIn('en').askAboutPicture,
  name_localizations: localised(OWN_LANGUAGES, (language) => textsIn(language).askAboutPicture),
  description: '',
  description_localizations: {},
  contexts: CONTEXTS,
  options: [],
}
