import type { CommandMenu } from '../contract/channel.ts'
import { languages } from '../texts/all.ts'
import { textsFor } from '../texts/texts.ts'
import { commandNamed } from './all.ts'
import { DESCRIPTIONS, MENU_NAMES } from './descriptions.ts'

/** For the menus that platforms show beside a chat. */
export const commandMenu: CommandMenu = {
  languages: Object.keys(languages),
  in: (locale) => {
    const described = DESCRIPTIONS[textsFor(locale).language]
    return MENU_NAMES.map((name) => {
      const isPersonal = commandNamed(name)?.ofPerson !== undefined
      return { name, description: described[name], takesText: TAKE_TEXT.has(name), isPersonal }
    })
  },
}

const TAKE_TEXT = new Set<string>(['memories', 'remember', 'edit', 'forget', 'memory', 'private', 'delete_me'])
