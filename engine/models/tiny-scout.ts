import card from './tiny-scout/card.json' with { type: 'json' }
import { parseCard, type ModelCard } from './card.ts'

/** Bundled with the service: runs on any machine, without a network. */
export const tinyScout: ModelCard = parseCard(card, 'tiny-scout/card.json')
