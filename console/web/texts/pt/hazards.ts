import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'Crimes violentos',
  'hazard.S2': 'Crimes não violentos',
  'hazard.S3': 'Crimes sexuais',
  'hazard.S4': 'Exploração sexual infantil',
  'hazard.S5': 'Difamação',
  'hazard.S6': 'Aconselhamento especializado',
  'hazard.S7': 'Privacidade',
  'hazard.S8': 'Propriedade intelectual',
  'hazard.S9': 'Armas de destruição em massa',
  'hazard.S10': 'Ódio',
  'hazard.S11': 'Suicídio e automutilação',
  'hazard.S12': 'Conteúdo sexual',
  'hazard.S13': 'Eleições',
  'hazard.S14': 'Abuso de execução de código',
  'hazard.hidden-text': 'Palavras em caracteres invisíveis',
  'hazard.bidi-override': 'Muitas inversões de direção',
  'hazard.control-characters': 'Caracteres de controle brutos',
}
