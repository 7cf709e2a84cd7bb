import { memory } from './memory/es.ts'
import type { Texts } from './text-table.ts'

export const es: Texts = {
  language: 'es',
  start:
    '¡Hola! Soy Chasqui. Escríbeme lo que quieras, o mándame una foto y pregúntame sobre ella.\n' +
    'Lo que sé hacer: /help. Empezar de nuevo: /reset.',
  help:
    'Escribe un mensaje y te respondo. Manda hasta cinco fotos con una pregunta y sigue preguntando sobre ellas. ' +
    'Si respondes a un mensaje, veo a cuál.\n' +
    '/reset empieza una conversación nueva: ya no miro lo que se dijo antes.\n' +
    '/status dice qué modelo responde y cómo se revisan las respuestas.\n' +
    '«para» o /stop termina una respuesta que estoy escribiendo.\n' +
    'Puedo equivocarme. Comprueba lo que sea importante.',
  resetDone: 'Listo, una conversación nueva. ¿De qué quieres hablar?',
  unknownCommand: 'No conozco ese comando. /help muestra lo que sé hacer.',
  files: {
    ready: 'Aquí está todo lo que guardo sobre ti.',
    fetch: 'Descárgalo en las próximas 24 horas. Después, o en cuanto lo tengas, se borra.',
    onlyPrivately: 'Eso solo lo doy en un chat privado. Escríbeme /export allí.',
    refused: {
      busy: 'Ya se está preparando un archivo así. Inténtalo de nuevo en un minuto.',
      'no-room': 'Ahora mismo no hay sitio para un archivo así. Inténtalo de nuevo más tarde.',
      'no-files': 'En esta aplicación no puedo enviar un archivo así. Pide tus datos a quien gestiona este bot.',
    },
    lost: 'No pude enviar este archivo. Pídelo de nuevo con /export.',
  },
  statusModel: (model) => `Modelo: ${model}`,
  statusEngine: {
    ready: 'Motor: listo',
    starting: 'Motor: arrancando, un momento por favor',
    failed: 'Motor: no funciona; quien administra este bot puede ver por qué',
  },
  statusPictures: { seen: 'Imágenes: puedo verlas', unseen: 'Imágenes: con este modelo no las veo' },
  statusGuard: {
    full: 'Control de seguridad: un modelo guardián revisa cada mensaje y cada respuesta',
    demonstration:
      'Control de seguridad: solo trabaja un guardián de demostración. Deja pasar mucho; no te fíes de él.',
    off: 'Control de seguridad: desactivado por quien administra este bot; solo se aplican reglas sencillas',
    none: 'Control de seguridad: no hay modelo guardián; solo se aplican reglas sencillas',
  },
  statusPicturesJudged: { yes: 'También se revisan las imágenes', no: 'Las imágenes en sí no se revisan' },
  blockedQuestion: 'No puedo ayudarte con eso. ¿Puedo hacer otra cosa por ti?',
  blockedAnswer: 'Prefiero guardarme la respuesta que iba a dar. Prueba a preguntarlo de otra manera.',
  stoppedAnswer: '(Paro aquí: el resto de esta respuesta no pasó el control de seguridad.)',
  cutAnswer: {
    length: '(Paro aquí: la respuesta se hizo demasiado larga. Pídeme que siga si quieres.)',
    repeated: '(Paro aquí: solo me estaba repitiendo.)',
  },
  apology: 'Lo siento, algo falló por mi parte y no pude responder. Inténtalo de nuevo en un momento.',
  stillWorking: 'Esto tarda un poco más. Sigo en ello …',
  limited: '¡Han sido muchos mensajes de golpe! Dame un pequeño descanso y vuelve a escribirme.',
  tooLong: (charactersMax) => `Es demasiado largo para mí. Manda como mucho unos ${charactersMax} caracteres.`,
  nothingToAnswer: 'No había nada en tu mensaje que yo pueda leer. Escríbeme unas palabras o manda una foto.',
  notAllowed: 'Lo siento, aquí no puedo hablar contigo. Pide acceso a quien administra este bot.',
  access: {
    code: (code, goodFor) =>
      `¡Hola! Todavía no puedo hablar contigo. Muestra este código a quien administra este bot para que te dé acceso:\n\n${code}\n\nSirve durante ${goodFor}.`,
    tooManyWait:
      '¡Hola! Todavía no puedo hablar contigo, y ya hay demasiadas personas esperando. Escríbeme de nuevo en una hora.',
    approved: 'Ya tienes acceso. Escríbeme lo que quieras, o mándame una foto y pregunta.',
  },
  unsupported: {
    audio: 'Todavía no puedo escuchar mensajes de voz ni audio. ¿Me lo escribes?',
    video: 'Todavía no puedo ver vídeos. Una foto o una captura de pantalla sí.',
    file: 'Todavía no puedo abrir archivos. Pega el texto aquí o manda una foto de él.',
    sticker: '¡Bonito sticker! Pero no sé leerlos. ¿Me lo dices con palabras?',
    location: 'Todavía no sé usar ubicaciones. Dime el lugar con palabras.',
    contact: 'Todavía no sé usar contactos. Escríbeme qué te gustaría saber.',
    other: 'Todavía no puedo leer mensajes de este tipo. Escríbeme unas palabras o manda una foto.',
  },
  pictureBroken: 'No pude abrir esta imagen, parece dañada. ¿Puedes mandarla otra vez?',
  pictureTooLarge: 'Esta imagen es demasiado grande para mí. Manda una más pequeña, por favor.',
  notAPicture: 'Este archivo no es una imagen que yo conozca. Sirven JPEG, PNG, WebP, GIF y AVIF.',
  pictureSvg: 'No puedo ver dibujos SVG. Mándalo como PNG o JPEG, por favor.',
  pictureHeic: 'Aquí no puedo abrir fotos HEIC. Mándala como JPEG (en muchos móviles, «más compatible»).',
  pictureGone: 'Ya no puedo acceder a esta imagen. Mándala otra vez, por favor.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Eran más imágenes de las que puedo mirar. He mirado la primera.'
      : `Eran más imágenes de las que puedo mirar. He mirado las ${seen} primeras.`,
  picturesUnseen: 'Con el modelo que uso no veo imágenes. Solo puedo responder a tus palabras.',
  visionFault: 'Ahora mismo no veo imágenes: mis ojos no pasaron su prueba. Solo puedo responder a tus palabras.',
  stop: 'Parar',
  stopped: '(Detenido.)',
  nothingToStop: 'No hay nada que parar.',
  takeOver: {
    begins: 'A partir de ahora te responde aquí una persona del equipo.',
    ends: 'El asistente vuelve a responder aquí.',
    by: '— Una persona del equipo:',
  },
  maybeRepeated: '(Puede que ya hayas recibido esta respuesta.)',
  memory,
}
