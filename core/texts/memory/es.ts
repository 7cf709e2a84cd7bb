import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Recuerdo lo que me cuentas de ti. /memories lo muestra, /forget lo borra, /memory off lo detiene.',
  help: '/memories muestra lo que recuerdo de ti. /remember TEXTO, /edit 3 TEXTO y /forget 3 lo cambian.\n/memory off lo detiene, /private hace una pausa aquí.\n/export te da todo lo que guardo sobre ti, /delete_me lo borra.',
  reset: 'Lo que recuerdo de ti se queda: /memories.',
  empty: 'Todavía no recuerdo nada de ti. /remember TEXTO guarda algo.',
  kinds: {
    profile: 'Sobre ti',
    fact: 'Hechos',
    event: 'Sucesos',
  },
  earlier: 'Ya no vale, guardado como historial',
  inGroup: 'dicho en un grupo',
  passages: (count) => `Mensajes tuyos anteriores que puedo consultar: ${count}`,
  page: (number, of) => `Página ${number} de ${of}. Otra: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 borra el número 3, /edit 3 TEXTO lo cambia.',
  rememberHow: 'Dime qué debo recordar, por ejemplo: /remember Soy alérgico a las nueces',
  tooLong: (charactersMax) =>
    `Es demasiado largo para recordarlo. Usa como máximo ${charactersMax} caracteres, por favor.`,
  full: 'Ya no puedo recordar más sobre ti. /memories muestra lo que podría irse.',
  saved: (text, number) => `Guardado: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Eso ya lo sé: ${text} (/forget ${number})`,
  notKept: {
    off: 'No lo he guardado: la memoria está apagada. /memory on la enciende.',
    private: 'No lo he guardado: aquí está activo el modo privado. /private off lo termina.',
  },
  editHow: 'Manda el número y el texto nuevo, por ejemplo: /edit 3 Vivo en Bergen',
  edited: (text, number) => `Cambiado: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `No hay nada con el número ${number}, o ya no. /memories muestra lo que hay.`,
  forgetHow: '¿Qué debo olvidar? /forget 3, /forget Oslo o /forget all. /memories muestra los números.',
  forgotten: (numbers) => `Olvidado: ${numbers}. No lo usaré ni lo aprenderé de nuevo.`,
  forgottenMessages: (count) => `Mensajes anteriores que lo mencionan y que ya no miro: ${count}`,
  whichOne: '¿Cuál quieres decir? Manda /forget y su número:',
  nothingFound: 'No recuerdo nada parecido.',
  forgetAllConfirm: (count) =>
    `¿Olvido todo lo que recuerdo de ti (${count}) y dejo de mirar lo dicho hasta ahora? Entonces manda: /forget all yes`,
  forgottenAll:
    'Listo. He olvidado todo lo que recordaba de ti y ya no miro lo dicho hasta ahora. Si quieres recuperar algo: /remember TEXTO.',
  used: 'De mi memoria, mi última respuesta aquí usó:',
  usedNone: 'Mi última respuesta aquí no usó nada de lo que recuerdo de ti.',
  usedGone: 'También usó algo que ya está olvidado.',
  state: {
    on: 'La memoria está encendida. /memory off la detiene y conserva lo que hay.',
    off: 'La memoria está apagada: no aprendo nada ni uso nada de ella. Lo que hay se conserva. /memory on la enciende. Esta conversación la sigo viendo hasta que mandes /reset.',
    never: 'Quien gestiona este bot ha apagado la memoria.',
  },
  private: {
    on: 'Aquí está activo el modo privado: no aprendo nada ni uso lo que recuerdo. /private off lo termina; entonces ya no miro lo que se dijo mientras tanto.',
    off: 'Aquí el modo privado está apagado. Ya no miro lo que se dijo en él.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `¿Borro aquí todo sobre ti, para siempre? Mensajes: ${messages}, recuerdos: ${memories}, imágenes: ${pictures}. Entonces manda: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Ahora se borra aquí todo sobre ti. Mensajes: ${messages}, recuerdos: ${memories}, imágenes: ${pictures}. Si vuelves a escribir, no te conoceré.`,
  shared: 'Varias personas escriben con este nombre, por eso no recuerdo nada sobre él.',
  answeredInPrivate: 'Te he respondido en nuestro chat privado.',
  askInPrivate: 'Pregúntamelo en un chat privado, para que solo tú leas la respuesta.',
  onlyHere: 'Eso solo funciona aquí, en nuestro chat privado. Mándalo aquí, por favor.',
}
