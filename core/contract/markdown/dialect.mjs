import { emphasis } from './emphasis.mjs'
import { parser } from './lezer.mjs'
import { bareAddress, linkEnd, pointedAddress } from './links.mjs'

/**
 * CommonMark as models write it and people read it. Only text here: HTML; stars in arithmetic; names in double
 * underscores; reference links and their definitions, for a message may be cut between the two, and a definition at the
 * end of a text that grows would change what is shown far above. An address without brackets is a link.
 */
export const dialect = parser.configure({
  remove: ['HTMLBlock', 'LinkReference'],
  parseInline: [emphasis, linkEnd, pointedAddress, bareAddress],
})
