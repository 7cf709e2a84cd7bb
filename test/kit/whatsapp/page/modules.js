import { linkingModules } from './linking-modules.js'
import { mediaModules } from './media-modules.js'
import { messageModules } from './message-modules.js'
import { peopleModules } from './people-modules.js'

/** WhatsApp Web's modules by their names, as far as the library reaches them from the adapter. */
export const modules = { ...linkingModules, ...peopleModules, ...messageModules, ...mediaModules }
