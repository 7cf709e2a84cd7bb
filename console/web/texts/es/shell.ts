import type { shell as source } from '../en/shell.ts'

export const shell: Readonly<Record<keyof typeof source, string>> = {
  'app.name': 'Chasqui',
  'nav.overview': 'Resumen',
  'nav.conversations': 'Conversaciones',
  'nav.people': 'Personas',
  'nav.guard': 'Protección',
  'nav.memory': 'Memoria y privacidad',
  'state.loading': 'Cargando…',
  'state.again': 'Intentar de nuevo',
  'seconds.one': '{count} segundo',
  'seconds.other': '{count} segundos',
}
