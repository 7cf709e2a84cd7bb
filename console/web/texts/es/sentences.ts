/** What else the service says with a code, in this language. */
export const sentences: Readonly<Record<string, string>> = {
  'sentence.conversation.gone': 'Esta conversación no existe. Puede que se haya borrado a su persona.',
  'sentence.picture.gone': 'Esta imagen ya no se conserva.',
  'sentence.group.gone': 'Este grupo ya no se conoce. Vuelve a cargar la página.',
  'sentence.group.changed':
    'Otra persona ha elegido mientras tanto otro modo para este grupo. Es el que se muestra ahora.',
  'sentence.group.private': 'Es un chat privado: todo lo que se escribe allí es para el bot.',
  'sentence.group.too-many': 'Demasiados grupos tienen un modo propio. Deja que algunos sigan el modo predeterminado.',
  'sentence.group.default-changed':
    'Otra persona ha cambiado mientras tanto el modo predeterminado. Ahora se muestra; elige de nuevo si aún quieres.',
  'sentence.channel.changed':
    'Otra persona ha cambiado este canal mientras tanto. Se muestra como está ahora; guarda de nuevo si aún quieres.',
  'sentence.channel.off': 'Este canal está apagado. Enciéndelo primero.',
  'sentence.list.part-gone': 'Esta parte de la lista ya no existe. Vuelve a cargar la página.',
  'sentence.take-over.blocked': 'La protección bloqueó este mensaje. No se envió nada: dilo de otra manera.',
  'sentence.take-over.unjudged':
    'Ninguna protección pudo juzgar este mensaje, así que no se envió nada. Inténtalo de nuevo en un momento: npm run doctor dice qué falla.',
  'sentence.take-over.busy': 'La última respuesta aún está terminando. Inténtalo de nuevo en un momento.',
  'sentence.take-over.too-many': 'Han sido muchos mensajes a la vez. Inténtalo de nuevo en un momento.',
  'sentence.take-over.window-closed':
    'La plataforma solo acepta mensajes durante un tiempo después de que alguien escriba, y ese tiempo ha pasado. Espera a que vuelva a escribir.',
  'sentence.take-over.not-allowed': 'Esta persona está bloqueada o no ha sido admitida. Cámbialo antes en Personas.',
  'sentence.take-over.over': 'El asistente vuelve a responder aquí.',
  'sentence.persona.changed':
    'Otra persona ha cambiado la personalidad mientras tanto. Ahora se muestra; lo que has escrito sigue ahí.',
  'sentence.receipt.gone': 'No existe ese comprobante.',
  'sentence.receipt.unknown':
    'Ya no se sabe lo que hace falta para este borrado. Abre a la persona y bórrala de nuevo.',
  'sentence.receipt.not-failed': 'Este borrado no se abandonó: está en curso o ya está hecho.',
  'sentence.turn.gone': 'No existe ese turno o ha superado su plazo de conservación.',
  'sentence.guard.no-pictures': 'La protección en uso no lee imágenes: prueba con un texto.',
  'sentence.device.signed-out': 'Este dispositivo ya no tiene la sesión abierta.',
  'sentence.token.gone': 'Este token de la API se revocó mientras tanto.',
  'sentence.second-factor.too-late':
    'Han pasado más de diez minutos. Empieza de nuevo, con un código nuevo que escanear.',
  'sentence.second-factor.on': 'El segundo factor ya está activado. Vuelve a cargar la página.',
  'sentence.owner.last': 'Es el único propietario. Haz antes propietario a otra persona.',
  'sentence.person.gone': 'Esa persona ya no existe.',
  'sentence.limits.changed':
    'Estos límites se cambiaron mientras tanto y no se sobrescribió nada. Mira cómo están ahora.',
  'sentence.switch.not-cancelled': 'No hay ningún cambio en curso o ya no se puede deshacer: continúa hasta el final.',
  'sentence.second-factor.off': 'Activa primero el segundo factor.',
  'sentence.person.unknown': 'No existe esa persona. Puede que se haya borrado: mira en Memoria y privacidad.',
  'sentence.export.gone': 'Esta exportación ya no está. Crea otra.',
  'sentence.access-code.unknown':
    'No existe ese código o tiene más de una hora. Pide a la persona que vuelva a escribir: la respuesta trae uno nuevo.',
  'sentence.memory.empty': 'Un recuerdo necesita palabras. Para quitarlo, olvídalo.',
  'sentence.memory.gone': 'Este recuerdo ya no está: se olvidó o se sustituyó mientras tanto.',
  'sentence.memory.changed':
    'Este recuerdo se cambió mientras tanto y no se sobrescribió nada. Mira lo que dice ahora.',
  'sentence.settings.changed': 'Otra persona lo ha cambiado mientras tanto. Mira cómo está ahora y guarda de nuevo.',
  'sentence.people.too-many': 'Más de {max} personas tienen un nombre como ese. Escribe más letras.',
  'sentence.take-over.by-other': 'Ahora responde aquí {name}.',
  'sentence.take-over.somebody': 'Ahora responde aquí otra persona.',
  'sentence.persona.blocked':
    'La protección bloquea este nombre o tono ({hazards}). No se cambió nada: escríbelo de otra manera.',
  'sentence.persona.too-long': 'El nombre y el tono ocupan {tokens} tokens; se guardan {max}. Acorta el tono.',
  'sentence.guard.failed':
    'La protección no pudo juzgarlo ({code}). Mientras no pueda, nadie recibe respuesta: npm run doctor dice qué falla.',
  'sentence.guard.too-slow':
    'La protección tardó demasiado en juzgarlo. Mientras sea así, nadie recibe respuesta: npm run doctor dice qué falla.',
  'sentence.invitations.too-many': 'Hay {max} invitaciones abiertas. Revoca antes una.',
  'sentence.tokens.too-many': 'Hay {max} tokens de la API. Revoca antes uno.',
  'sentence.role.made-viewer':
    'Alguien cambió mientras tanto la función de {name} a observador. Vuelve a cargar la página y decide de nuevo.',
  'sentence.role.made-moderator':
    'Alguien cambió mientras tanto la función de {name} a moderador. Vuelve a cargar la página y decide de nuevo.',
  'sentence.role.made-operator':
    'Alguien cambió mientras tanto la función de {name} a operador. Vuelve a cargar la página y decide de nuevo.',
  'sentence.role.made-owner':
    'Alguien cambió mientras tanto la función de {name} a propietario. Vuelve a cargar la página y decide de nuevo.',
  'sentence.person.is-blocked': 'El acceso de {name} está bloqueado. Desbloquéalo primero.',
  'sentence.install.none': '{model} no se está instalando.',
  'sentence.label.taken-back':
    'Otra persona ha retirado la etiqueta mientras tanto. Decide de nuevo si no estás de acuerdo.',
  'sentence.label.changed':
    'Otra persona lo ha etiquetado mientras tanto. Ahora se muestra; decide de nuevo si no estás de acuerdo.',
  'sentence.switch.other-changed': 'Otra persona ha cambiado el modelo mientras tanto.',
  'sentence.switch.refused': 'Se rechazó.',
  'sentence.switch.too-large': '{title} es más grande que la memoria de este equipo.',
  'sentence.switch.busy': 'Ya se está cambiando a otro modelo. Espera a que termine.',
  'sentence.switch.cancelled': 'Se canceló.',
  'sentence.switch.stopping': 'El servicio se detiene.',
  'sentence.switch.host': 'Las respuestas vienen de un host (engine.url). Quítalo para usar un modelo de este equipo.',
  'sentence.switch.not-loaded': 'No se cargó en una hora.',
  'sentence.model.locked': '{setting} dice qué modelo responde: quítalo, reinicia y elige aquí.',
  'sentence.model.used': 'Está en servicio o hay un cambio en curso: elige antes otro modelo.',
  'sentence.model.unknown': 'No existe ese modelo en el catálogo.',
  'sentence.model.bundled': '{model} es parte de Chasqui: siempre está.',
  'sentence.model.installed': '{model} está instalado.',
  'sentence.install.no-room': 'Faltan {missing} en el disco de {folder}. Libera espacio y empieza de nuevo.',
  'sentence.install.busy': '{model} se está instalando. Espera a que termine o páusalo.',
  'sentence.install.odd-hub': 'El hub responde algo distinto de lo esperado.',
  'sentence.install.other-files':
    'El hub tiene ahora otros archivos que los mostrados. Míralos y acepta la licencia de nuevo.',
  'sentence.whatsapp.linked-already': 'Ya hay un teléfono vinculado: desvincúlalo primero.',
  'sentence.setting.locked': 'Lo fija {variable} en el entorno: cámbialo allí',
  'sentence.setting.not-applied': 'El servicio no pudo funcionar con ello. Su registro dice por qué.',
  'sentence.setting.stopping': 'El servicio se está deteniendo. Inténtalo de nuevo cuando funcione.',
  'sentence.setting.busy': 'Aún hay otro cambio en curso. Inténtalo de nuevo en un momento.',
  'sentence.check.unreadable':
    'No se pudo leer la respuesta. ¿La dirección de la API que está puesta es de verdad la de esta plataforma?',
  'sentence.check.known': '{platform} lo conoce como {name}.',
  'sentence.check.waiting.one': 'Un mensaje lo espera ({count}).',
  'sentence.check.waiting.other': 'Lo esperan {count} mensajes.',
  'sentence.telegram.no-groups':
    'No se puede añadir a grupos. Si debe estar en ellos, permítelo en @BotFather: /setjoingroups.',
  'sentence.telegram.reads-all': 'En los grupos lo lee todo.',
  'sentence.telegram.reads-mentions':
    'En los grupos solo ve lo que es para él: comandos, menciones y respuestas. @BotFather lo cambia: /setprivacy; después añádelo de nuevo al grupo.',
  'sentence.telegram.other-webhook': 'Telegram envía ahora sus mensajes a {host}. Al guardar, llegarán aquí.',
  'sentence.telegram.other-address': 'Telegram envía ahora sus mensajes a otra dirección. Al guardar, llegarán aquí.',
  'sentence.telegram.webhook-set': 'Su webhook está puesto.',
  'sentence.telegram.webhook-failure': 'El último fallo de su webhook, según Telegram: {said}',
  'sentence.discord.reads-nothing':
    'No puede leer lo que la gente escribe: Discord rechaza la conexión. Abre {portal}, elige la aplicación, después Bot, y activa MESSAGE CONTENT INTENT.',
  'sentence.discord.reads': 'Puede leer lo que la gente escribe.',
  'sentence.discord.private': 'Solo tú puedes añadirlo a servidores: no es un bot público.',
  'sentence.meta.number': 'Su número es {number}.',
  'sentence.meta.quality-green': 'Meta valora su calidad como alta.',
  'sentence.meta.quality-yellow': 'Meta valora su calidad como media: hay personas que lo han bloqueado o denunciado.',
  'sentence.meta.quality-red': 'Meta valora su calidad como baja: puede que pronto lo limite.',
  'sentence.meta.quality-unknown': 'Meta aún no ha valorado su calidad.',
  'sentence.meta.subscribed': 'Hay una aplicación suscrita a sus mensajes.',
  'sentence.meta.not-subscribed':
    'Aún no hay ninguna aplicación suscrita a sus mensajes: el paso del webhook dice cómo.',
  'sentence.meta.subscription-unknown':
    'Meta no dice si hay una aplicación suscrita a sus mensajes: el primer mensaje lo mostrará.',
  'sentence.meta.odd-secret':
    'La clave secreta de la aplicación tiene una forma inusual: lo habitual son 32 caracteres de 0 a 9 y de a a f.',
  'sentence.meta.secret-fits': 'La clave secreta es de la misma aplicación que este token.',
  'sentence.meta.webhook': 'Sus mensajes llegan por webhook: {address}, campo messages.',
  'sentence.meta.webhook-nowhere':
    'Sus mensajes llegan por webhook: {path} en la dirección pública de este servicio, campo messages.',
  'sentence.whatsapp.browser': 'Hay un navegador para ello.',
  'sentence.whatsapp.link-later': 'El teléfono se vincula después de encenderlo.',
  'sentence.fit.any': 'Funciona en cualquier equipo.',
  'sentence.fit.on-card': 'Necesita {needed} de una tarjeta gráfica, y {name} los tiene.',
  'sentence.fit.on-machine': 'Necesita {memory} de memoria y {cores} núcleos, y este equipo los tiene.',
  'sentence.fit.needs': 'Necesita {memory} de memoria y {cores} núcleos, o una tarjeta gráfica con {card}.',
  'sentence.fit.has-memory': 'Este equipo tiene {memory} de memoria.',
  'sentence.fit.has-cores.one': 'Este equipo tiene {count} núcleo.',
  'sentence.fit.has-cores.other': 'Este equipo tiene {count} núcleos.',
  'sentence.fit.has-both.one': 'Este equipo tiene {memory} de memoria y {count} núcleo.',
  'sentence.fit.has-both.other': 'Este equipo tiene {memory} de memoria y {count} núcleos.',
  'sentence.fit.together': 'Los dos modelos juntos necesitan {needed} de memoria; este equipo tiene {have}.',
  'sentence.fit.together-on-card':
    'Los dos modelos juntos necesitan {needed} de memoria gráfica; este equipo tiene {have}.',
  'sentence.fit.no-room-beside':
    'Ocupa unos {needed} junto al modelo en servicio, y solo hay {free} de memoria libres.',
  'sentence.switch.weaker-guard': 'Su protección es más débil que la que trabaja ahora. Confirma que eres tú.',
  'sentence.picture.not-waiting': 'Esta imagen no espera aquí una respuesta.',
  'sentence.picture.unusable': 'Esta imagen no se puede mostrar: está dañada, es demasiado grande o ya no existe.',
  'sentence.picture.away': 'La plataforma no entregó esta imagen. Inténtalo de nuevo en un momento.',
  'sentence.channel.locked-on':
    '{variable}, del entorno, lo mantiene encendido: cámbialo allí e inicia el servicio de nuevo.',
  'sentence.channel.locked-off':
    '{variable}, del entorno, lo mantiene apagado: cámbialo allí e inicia el servicio de nuevo.',
  'sentence.label.changed-by':
    '{name} lo ha etiquetado mientras tanto. Ahora se muestra; decide de nuevo si no estás de acuerdo.',
  'sentence.discord.cannot-read':
    'No puede leer mensajes en servidores: activa MESSAGE CONTENT INTENT en {portal} (la aplicación, Bot, Privileged Gateway Intents).',
  'sentence.discord.may-not-write': 'No puede escribir en {channels}: da allí a su rol {rights}.',
  'sentence.channel.not-stored': 'El almacén no acepta mensajes.',
  'sentence.channel.wait-here': 'Esperan aquí, y lo que no cabe se vuelve a leer de {platform}.',
  'sentence.channel.wait-there': 'Esperan en {platform} hasta que los acepte.',
  'sentence.channel.sent-again': '{platform} los envía otra vez hasta que los acepte.',
  'sentence.channel.connecting-failed': 'No se pudo conectar: {said}',
  'sentence.channel.taking-failed': 'No se pudieron recibir mensajes: {said}',
  'sentence.telegram.webhook-taken': 'Otro proceso ha puesto su propio webhook para este token del bot.',
  'sentence.telegram.not-delivered':
    'Telegram no puede entregar mensajes en {address}; esperan allí. Dice: {said}. Comprueba que CHASQUI_PUBLIC_URL lleva a este servicio y que el proxy que haya delante pasa la cabecera Host (docs/configuration.md, Behind a proxy).',
  'sentence.discord.resumed': 'La conexión ha vuelto.',
  'sentence.discord.closes-again':
    'Discord cierra la conexión una y otra vez ({number}). El próximo intento será en {seconds} s.',
  'sentence.meta.not-checked': 'No se pudo comprobar el token.',
  'sentence.webhook.wrong-token': 'Con otro token de verificación, rechazados: {number}.',
  'sentence.webhook.forged': 'Falsificados, rechazados: {number}.',
  'sentence.webhook.too-large': 'De más de 4 MB, rechazados: {number}.',
  'sentence.webhook.too-slow': 'Demasiado lentos, cortados: {number}.',
  'sentence.webhook.replayed': 'Repetidos: {number}.',
  'sentence.webhook.unreadable': 'Ilegibles: {number}.',
  'sentence.webhook.unknown': 'De tipos desconocidos: {number}.',
  'sentence.page.no-uploads':
    'No se pueden recibir imágenes: da permiso de escritura en la carpeta de subidas ({folder}).',
  'sentence.whatsapp.stopped': 'Está detenido.',
  'sentence.whatsapp.stopped-with-service': 'WhatsApp está detenido junto con su servicio: inicia el servicio.',
  'sentence.whatsapp.starts': 'El navegador se está iniciando.',
  'sentence.whatsapp.scan':
    'Escanea el código QR: en el teléfono, en WhatsApp, Dispositivos vinculados, Vincular un dispositivo. Cambia de vez en cuando.',
  'sentence.whatsapp.type-code':
    'Escribe el código de vinculación: en el teléfono, en WhatsApp, Dispositivos vinculados, Vincular con el número de teléfono.',
  'sentence.whatsapp.reads-chats': 'Está vinculado y se están leyendo sus chats.',
  'sentence.whatsapp.silent': 'La página no responde. Si sigue así, el navegador se reinicia.',
  'sentence.whatsapp.away': 'La página no llega a WhatsApp. Se vuelve a conectar sola.',
  'sentence.whatsapp.reload': 'La página está vinculada y al cabo de minutos no está lista: se vuelve a cargar.',
  'sentence.whatsapp.reloads-itself': 'La página se está volviendo a cargar.',
  'sentence.whatsapp.unlinked': 'Se desvinculó.',
  'sentence.whatsapp.logged-out': 'Se cerró la sesión en el teléfono.',
  'sentence.whatsapp.session-lost':
    'Se cerró la sesión en el teléfono mientras este servicio no funcionaba, o la sesión se perdió.',
  'sentence.whatsapp.code-unused': 'Ningún teléfono usó el código en {minutes} minutos.',
  'sentence.whatsapp.not-linked': 'No se vinculó en {minutes} minutos.',
  'sentence.whatsapp.no-code':
    'WhatsApp no dio ningún código de vinculación: comprueba el número, espera unos minutos, porque da pocos, o vincula con el código QR.',
  'sentence.whatsapp.restarts': 'El navegador se reinicia.',
  'sentence.whatsapp.restarts-in': 'El navegador se reinicia en {seconds} s.',
  'sentence.whatsapp.elsewhere': 'WhatsApp Web se abrió con esta sesión en otro navegador: ciérralo.',
  'sentence.whatsapp.session-refused': 'WhatsApp rechaza la sesión ({reason}): mira el teléfono.',
  'sentence.whatsapp.disconnected': 'La página se desconectó ({reason}).',
  'sentence.whatsapp.process-ended': 'Su proceso terminó.',
  'sentence.whatsapp.page-crashed': 'Su página se bloqueó.',
  'sentence.whatsapp.page-gone': 'Su página ya no está.',
  'sentence.whatsapp.not-loaded': 'Su página no se cargó en {seconds} s.',
  'sentence.whatsapp.hung': 'Su página no reacciona: ninguna respuesta en {seconds} s.',
  'sentence.whatsapp.unreached': 'Su página no llegó a WhatsApp durante {seconds} s.',
  'sentence.whatsapp.not-ready': 'Estaba vinculado y {seconds} s después no estaba listo.',
  'sentence.whatsapp.not-reached': 'No se llegó a WhatsApp: {said}',
  'sentence.whatsapp.not-opened': 'Su página no se abrió: {said}',
  'sentence.whatsapp.too-large': 'Ocupaba {size} de memoria.',
  'sentence.whatsapp.daily': 'Se hace una vez al día, a la hora de whatsapp.restartHour.',
  'sentence.whatsapp.no-sandbox':
    'El navegador no se inició ({said}): pon whatsapp.sandbox en off donde Chromium no pueda tener uno.',
  'sentence.whatsapp.no-library': 'El navegador no se inició ({said}): instala lo que necesita; su paquete lo trae.',
  'sentence.whatsapp.no-disk': 'El navegador no se inició ({said}): libera espacio en el disco de la carpeta de datos.',
  'sentence.whatsapp.no-start': 'El navegador no se inició ({said}): WHATSAPP_CHROMIUM indica otro.',
  'sentence.whatsapp.no-room':
    'El disco está casi lleno (limits.diskFreeBytesMin): libera espacio. Después se inicia el navegador.',
  'sentence.whatsapp.unexpected': 'Un error inesperado, mira el registro. Se intenta de nuevo.',
  'sentence.whatsapp.other-browser':
    'El proceso {pid} es un navegador que usa el perfil de WhatsApp {profile} y no es de este servicio: termínalo. Se intenta de nuevo.',
  'sentence.whatsapp.process-stays': 'No se pudo terminar el proceso {pid}: termínalo. Se intenta de nuevo.',
  'sentence.whatsapp.profile-full': 'El disco de {profile} está lleno: libera espacio. Se intenta de nuevo.',
  'sentence.whatsapp.profile-unusable':
    'No se puede usar el perfil de WhatsApp {profile} ({code}): debe ser una carpeta en la que este usuario pueda escribir; quita lo que haya en su lugar. Se intenta de nuevo.',
  'sentence.whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT es {address}: se esperaba https y este equipo, como https://127.0.0.1:8445. Para el propio WhatsApp, déjalo sin poner.',
  'sentence.whatsapp.is-off': 'WhatsApp no está encendido.',
  'sentence.whatsapp.switch-on':
    'WhatsApp no está encendido: pon WHATSAPP_ENABLED=true y reinicia el servicio, o usa la consola.',
  'sentence.whatsapp.terminal-alone': 'npm run chat ha iniciado este servicio solo con el terminal: usa npm start.',
  'sentence.whatsapp.no-browser': 'La preparación no encontró un navegador: {said}',
  'sentence.whatsapp.browser-how':
    'La preparación busca uno en el próximo npm start si WHATSAPP_ENABLED=true está en su entorno; WHATSAPP_CHROMIUM indica uno propio.',
  'sentence.whatsapp.cannot-run':
    'WHATSAPP_CHROMIUM (whatsapp.chromium) indica {file}, que no se puede ejecutar ({fault}): corrígelo.',
  'sentence.whatsapp.restarted.one': 'Su navegador se reinició {count} vez, la última porque:',
  'sentence.whatsapp.restarted.other': 'Su navegador se reinició {count} veces, la última porque:',
  'sentence.switch.said': '{said}',
  'sentence.card.wrong': '{said}',
  'sentence.settings.named': '{setting}:',
  'sentence.install.paused-before': 'Se pausó antes de empezar.',
  'sentence.install.connection': 'Falló la conexión con el catálogo de descargas: {said}',
  'sentence.install.refused': 'El catálogo de descargas no entrega un archivo: {said}',
  'sentence.install.other-file': 'Lo que llegó no es el archivo esperado: {said}',
  'sentence.install.not-written': 'No se pudo escribir el archivo: {said}',
  'sentence.install.kept': 'Iníciala de nuevo: lo que ya llegó se conserva.',
  'sentence.setting.unknown': 'no existe ese ajuste',
  'sentence.setting.elsewhere': 'no se ajusta en la consola, sino en chasqui.yaml o en el entorno',
  'sentence.setting.twice': 'aparece dos veces',
  'sentence.value.addresses': 'se esperan direcciones como 127.0.0.1, 10.0.0.0/8',
  'sentence.value.address': 'se espera una dirección como http://host:8000/v1',
  'sentence.value.identity': 'un identificador tiene la forma telegram:123456:987',
  'sentence.value.bot-token': 'un token de bot tiene la forma 123456:ABC…, de @BotFather',
  'sentence.value.webhook-secret': 'de 16 a 256 letras, cifras, _ o -',
  'sentence.value.version': 'una versión tiene la forma v25.0',
  'sentence.value.phone-id': 'se espera el ID del número de teléfono, que solo tiene cifras, y no el número mismo',
  'sentence.value.port': 'un puerto es un número de 0 a 65535',
  'sentence.value.name': 'se espera un nombre; si no hay ninguno, quita el ajuste',
  'sentence.value.model-name': 'se espera el nombre de un modelo del catálogo; una carpeta se indica en chasqui.yaml',
  'sentence.value.between': 'se espera de {min} a {max}',
  'sentence.value.between-or': 'se espera de {min} a {max}, o {word}',
  'sentence.value.length': 'se esperan al menos {min} caracteres',
  'sentence.value.no-blanks': 'no se admiten espacios',
  'sentence.value.latin': 'se esperan letras latinas, cifras y signos, sin espacios',
  'sentence.value.unwritable':
    'se espera un texto sin caracteres de control, como saltos de línea y marcas de dirección',
  'sentence.value.unreadable': 'se cifró con la clave de otra carpeta de datos; escríbelo de nuevo',
  'sentence.value.one-of': 'se espera {values}',
  'sentence.value.boolean': 'se espera true o false',
  'sentence.value.number': 'se espera un número',
  'sentence.value.int': 'se espera un número entero',
  'sentence.value.text': 'se espera un texto',
  'sentence.value.list': 'se espera una lista',
  'sentence.rule.needs-model':
    '{url} está puesto: pon también en {model} el nombre de un modelo que ofrezca ese servidor.',
  'sentence.rule.needs-guard':
    '{url} está puesto: pon también en {model} el nombre de un modelo de protección que ofrezca ese servidor.',
  'sentence.rule.needs-embedder':
    '{url} está puesto: pon también en {model} el nombre de un modelo de vectores que ofrezca ese servidor.',
  'sentence.rule.needs-public-url':
    '{secret} está puesto: pon también en {url} la dirección https con la que Telegram llega a este servicio.',
  'sentence.rule.needless-names':
    'access.allow dice quién puede escribir, pero {setting} está abierto a todos. Pon {setting} en allow-list o quita los nombres de access.allow.',
  'sentence.rule.needs-embed-model':
    '{setting} necesita {name}: el nombre de un modelo de vectores de los que lista npm run models, o una carpeta con uno.',
  'sentence.rule.needs-embed-host':
    '{setting} necesita {url}: la dirección de un servidor que responda a /v1/embeddings.',
  'sentence.rule.unused': '{setting} está puesto: pon también {needed}, o quítalo.',
  'sentence.trials.too-many':
    'Puede haber {atOnce} de estas a la vez, y {perMinute} por minuto y cuenta. Inténtalo de nuevo dentro de {seconds} s.',
  'sentence.playground.no-answer':
    'No hubo respuesta a tiempo. npm run doctor dice si funcionan el motor y la protección.',
  'sentence.export.failed': 'La exportación falló. El registro dice más; inténtalo de nuevo.',
  'sentence.export.busy': 'Ya se está haciendo una exportación; inténtalo de nuevo cuando termine.',
  'sentence.export.no-room': 'El disco está casi lleno.',
  'sentence.export.no-files': 'A este chat no se pueden enviar archivos.',
  'sentence.picture.broken': 'La imagen no se puede decodificar.',
  'sentence.picture.half': 'Falta una gran parte de la imagen.',
  'sentence.picture.heic': 'Esta versión del decodificador no abre HEIC.',
  'sentence.picture.kind': 'No se abren imágenes del tipo {kind}.',
  'sentence.picture.none': 'Estos datos no son una imagen.',
  'sentence.picture.too-large': 'La imagen tiene {width} × {height} píxeles, más de los que se admiten.',
  'sentence.hub.no-files': '{repository} no tiene los archivos que el catálogo espera de {model}.',
  'sentence.hub.no-projector': '{repository} no tiene el proyector de imágenes que {model} necesita.',
  'sentence.hub.licence':
    '{host} no entrega {repository} ({status}). Acepta su licencia en {page} y pon en HF_TOKEN un token de tu cuenta.',
  'sentence.hub.status': '{host} responde {status} para {repository}.',
  'sentence.hub.unreachable':
    'No se llega al catálogo de descargas {host}. Revisa la red o pon un espejo en CHASQUI_HUB_URL.',
  'sentence.hub.other-file':
    'El archivo {file} del catálogo de descargas no es el que conoce el catálogo. No se descargó nada.',
  'sentence.model.no-space': '{model} necesita {missing} más de espacio libre en {folder}.',
  'sentence.model.not-found': 'No hay ningún modelo ni carpeta «{name}».',
  'sentence.model.meant': '¿Querías decir {name}?',
  'sentence.model.known': 'Se conocen: {names}.',
  'sentence.model.embeds':
    'Hace vectores de textos para la memoria y no responde a nadie: ponlo en CHASQUI_EMBED_MODEL.',
  'sentence.model.answers': 'Responde a personas y no hace vectores.',
  'sentence.model.not-installed':
    'El modelo {model} no está instalado. Instálalo con: npm run models -- install {model}',
  'sentence.card.not-json': 'La ficha de modelo {path} no es JSON.',
  'sentence.card.empty-folder': 'La carpeta {folder} no tiene card.json ni un archivo .gguf.',
  'sentence.card.several': 'La carpeta {folder} tiene varios modelos: deja uno o escribe un card.json.',
  'sentence.file.missing': 'Falta el archivo de modelo {path}.',
  'sentence.file.size': 'El archivo de modelo {path} tiene {found} bytes y deberían ser {right}.',
  'sentence.file.damaged': 'El archivo de modelo {path} está dañado (su sha256 no es el publicado).',
  'sentence.file.no-gguf': 'El archivo de modelo {path} no es un archivo GGUF.',
  'sentence.file.version':
    'El archivo de modelo {path} es un GGUF de la versión {version}; se pueden leer la 2 y la 3.',
  'sentence.file.install-again': 'Instala el modelo de nuevo con npm run models.',
}
