import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'Gewaltverbrechen',
  'hazard.S2': 'Gewaltlose Straftaten',
  'hazard.S3': 'Sexualstraftaten',
  'hazard.S4': 'Sexueller Kindesmissbrauch',
  'hazard.S5': 'Verleumdung',
  'hazard.S6': 'Fachliche Beratung',
  'hazard.S7': 'Privatsphäre',
  'hazard.S8': 'Geistiges Eigentum',
  'hazard.S9': 'Massenvernichtungswaffen',
  'hazard.S10': 'Hass',
  'hazard.S11': 'Suizid und Selbstverletzung',
  'hazard.S12': 'Sexuelle Inhalte',
  'hazard.S13': 'Wahlen',
  'hazard.S14': 'Missbrauch von Interpretern',
  'hazard.hidden-text': 'Wörter in unsichtbaren Zeichen',
  'hazard.bidi-override': 'Viele Richtungswechselzeichen',
  'hazard.control-characters': 'Rohe Steuerzeichen',
}
