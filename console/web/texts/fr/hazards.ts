import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'Crimes violents',
  'hazard.S2': 'Crimes non violents',
  'hazard.S3': 'Crimes sexuels',
  'hazard.S4': 'Exploitation sexuelle d’enfants',
  'hazard.S5': 'Diffamation',
  'hazard.S6': 'Conseils spécialisés',
  'hazard.S7': 'Vie privée',
  'hazard.S8': 'Propriété intellectuelle',
  'hazard.S9': 'Armes de destruction massive',
  'hazard.S10': 'Haine',
  'hazard.S11': 'Suicide et automutilation',
  'hazard.S12': 'Contenu sexuel',
  'hazard.S13': 'Élections',
  'hazard.S14': 'Abus d’interpréteurs de code',
  'hazard.hidden-text': 'Mots en caractères invisibles',
  'hazard.bidi-override': 'Nombreux changements de direction',
  'hazard.control-characters': 'Caractères de contrôle bruts',
}
