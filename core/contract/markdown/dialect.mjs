import { emphasis } from './emphasis.mjs'
import { parser } from './lezer.mjs'
import { bareAddress, linkEnd, pointedAddress } from './links.mjs'

/**
 * CommonMark as models write it and people expect it. Treated as plain text: HTML; stars in arithmetic; names in double
 * underscores; reference links and their definitions, because a message may be cut between the two, and in a growing
 * text a definition at the end would change text far above. An address without brackets is a link.
 */
export const dialect = parser.configure({
  remove: ['HTMLBlock', 'LinkReference'],
  parseInline: [emphasis, linkEnd, pointedAddress, bareAddress],
})
