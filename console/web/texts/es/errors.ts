import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': 'El servicio no lo ha aceptado. Revisa lo que has escrito.',
  'error.signed-out': 'No has iniciado sesión. Inicia sesión primero.',
  'error.credentials-wrong': 'No es correcto. Revisa lo que has escrito.',
  'error.code-needed': 'También hace falta un código de tu aplicación de autenticación.',
  'error.link-unknown': 'Este enlace ya no funciona. Pide otro.',
  'error.role-missing': 'Tu función no lo permite. Habla con un propietario de este servicio.',
  'error.step-up-needed': 'Confirma que eres tú: inténtalo de nuevo y escribe tu contraseña.',
  'error.origin-refused': 'El servicio solo acepta cambios desde sus propias páginas. Vuelve a cargar la página.',
  'error.not-found': 'Ya no existe. Vuelve a cargar la página.',
  'error.conflict': 'Otra persona lo ha cambiado mientras tanto. Vuelve a cargar la página y míralo antes de repetir.',
  'error.blocked': 'La protección bloqueó eso, así que no se cambió nada. Escríbelo de otra manera.',
  'error.too-large': 'Es demasiado grande. Prueba con algo más pequeño.',
  'error.too-many': 'Demasiados intentos. Espera un momento y vuelve a intentarlo.',
  'error.unavailable': 'El servicio no puede hacerlo ahora mismo. Inténtalo de nuevo en un momento.',
  'error.unreachable': 'El servicio no responde. Comprueba que está en marcha.',
  'error.internal': 'Algo ha salido mal. El registro del servicio dice qué.',
}
