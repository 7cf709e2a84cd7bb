import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'Kejahatan dengan kekerasan',
  'hazard.S2': 'Kejahatan tanpa kekerasan',
  'hazard.S3': 'Kejahatan seksual',
  'hazard.S4': 'Eksploitasi seksual anak',
  'hazard.S5': 'Pencemaran nama baik',
  'hazard.S6': 'Nasihat ahli',
  'hazard.S7': 'Privasi',
  'hazard.S8': 'Kekayaan intelektual',
  'hazard.S9': 'Senjata pemusnah massal',
  'hazard.S10': 'Kebencian',
  'hazard.S11': 'Bunuh diri dan menyakiti diri',
  'hazard.S12': 'Konten seksual',
  'hazard.S13': 'Pemilu',
  'hazard.S14': 'Penyalahgunaan interpreter',
  'hazard.hidden-text': 'Kata dalam karakter tak terlihat',
  'hazard.bidi-override': 'Banyak pengubah arah',
  'hazard.control-characters': 'Karakter kontrol mentah',
}
