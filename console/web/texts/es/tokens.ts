import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'Para programas que usan la API en lugar de una persona, como Prometheus o una copia de seguridad. Un token nunca basta para cuentas, tokens ni para lo que pide una prueba reciente.',
  'tokens.make': 'Crear token',
  'tokens.makeTitle': 'Crear un token de la API',
  'tokens.name': 'Nombre del programa',
  'tokens.nameHint': 'Aparece en la auditoría junto a tu nombre.',
  'tokens.role': '¿Qué puede hacer?',
  'tokens.never': 'Nunca más que tu propia cuenta, ni ahora ni después.',
  'tokens.days': 'Caduca después de',
  'tokens.dayCount.one': '{count} día',
  'tokens.dayCount.other': '{count} días',
  'tokens.once':
    'Copia este token ahora: no se vuelve a mostrar. Quien lo tenga puede hacer lo que permite su función.',
  'tokens.token': 'Token de la API',
  'tokens.of': 'de',
  'tokens.expires': 'Caduca',
  'tokens.neverUsed': 'Nunca se ha usado',
  'tokens.revoke': 'Revocar',
  'tokens.revokeThis': 'Revocar {name}',
  'tokens.revokeTitle': '¿Revocar el token {name}?',
  'tokens.revokeBody': 'El programa que lo usa queda rechazado de inmediato.',
  'tokens.revoked': 'El token {name} está revocado.',
  'tokens.none': 'Sin tokens',
  'tokens.noneYet': 'Un programa necesita uno para leer cifras aquí o hacer lo que permite una función.',
  'tokens.useTitle': 'Cómo lo usa un programa',
  'tokens.use': 'En la cabecera Authorization de cada petición. La API se describe en /api/openapi.json.',
  'tokens.may.operator':
    'Todo lo que puede un moderador, y además cambia ajustes, modelos y la personalidad, fija límites de personas y edita u olvida recuerdos. Ni canales ni secretos.',
  'tokens.may.owner':
    'Todo lo que puede el token de un operador, y además lee la auditoría y los comprobantes de borrado. Las cuentas, las exportaciones y los borrados necesitan a una persona.',
}
