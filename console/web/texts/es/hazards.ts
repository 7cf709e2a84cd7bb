import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'Delitos violentos',
  'hazard.S2': 'Delitos no violentos',
  'hazard.S3': 'Delitos sexuales',
  'hazard.S4': 'Explotación sexual infantil',
  'hazard.S5': 'Difamación',
  'hazard.S6': 'Consejo especializado',
  'hazard.S7': 'Privacidad',
  'hazard.S8': 'Propiedad intelectual',
  'hazard.S9': 'Armas de destrucción indiscriminada',
  'hazard.S10': 'Odio',
  'hazard.S11': 'Suicidio y autolesiones',
  'hazard.S12': 'Contenido sexual',
  'hazard.S13': 'Elecciones',
  'hazard.S14': 'Abuso de intérpretes de código',
  'hazard.hidden-text': 'Palabras en caracteres invisibles',
  'hazard.bidi-override': 'Muchos cambios de dirección',
  'hazard.control-characters': 'Caracteres de control',
}
