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
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN no es un token de bot: cópialo de @BotFather; se parece a 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram no conoce este token ({status}). Se revocó o está mal escrito: toma el actual de @BotFather y ponlo en la consola (Canales) o como TELEGRAM_BOT_TOKEN. Si TELEGRAM_API_ROOT está puesto, compruébalo también.',
  'sentence.telegram.other-process':
    'Otro proceso usa este token de bot. Detén el otro o da a este servicio un bot propio de @BotFather. ({said})',
  'sentence.discord.reads-nothing':
    'No puede leer lo que la gente escribe: Discord rechaza la conexión. Abre {portal}, elige la aplicación, después Bot, y activa MESSAGE CONTENT INTENT.',
  'sentence.discord.reads': 'Puede leer lo que la gente escribe.',
  'sentence.discord.private': 'Solo tú puedes añadirlo a servidores: no es un bot público.',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN no es un token de bot: cópialo de {portal}, tu aplicación, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'Discord no conoce este token: se revocó o está mal escrito. Crea uno nuevo en https://discord.com/developers/applications (tu aplicación, Bot, Reset Token) y ponlo en la consola (Canales) o como DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'Discord rechaza los shards: pon discord.shards en auto en chasqui.yaml.',
  'sentence.discord.too-many-servers':
    'Este bot está en más servidores de los que atiende una conexión: pon discord.shards en auto en chasqui.yaml.',
  'sentence.discord.version-over': 'Discord ya no habla esta versión de su gateway: actualiza Chasqui.',
  'sentence.discord.no-intent':
    'Discord no deja que este bot lea mensajes. Abre {portal}, elige la aplicación, después Bot, y activa MESSAGE CONTENT INTENT en Privileged Gateway Intents.',
  'sentence.discord.closed': 'Discord cerró la conexión definitivamente ({number}).',
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
  'sentence.meta.no-id': '{product} respondió sin un id; comprueba META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'Meta no acepta este token ({number}): caducó o se revocó. Crea uno nuevo y ponlo en {setting}.',
  'sentence.meta.no-permission':
    'Meta respondió {number}: {said}. Comprueba los permisos de la aplicación y de su token.',
  'sentence.meta.unauthorised': 'Meta respondió {number}: {said}. Crea uno nuevo y ponlo en {setting}.',
  'sentence.meta.refused': 'Meta respondió {number}: {said}',
  'sentence.meta.no-json': 'Meta respondió {status} y nada de JSON; comprueba META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET no está puesto; Meta firma con él: cópialo del panel de la aplicación en developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN no está puesto: inventa uno, por ejemplo con openssl rand -hex 16, y da el mismo a Meta donde se configura el webhook.',
  'sentence.meta.no-public-url':
    'Los mensajes de Meta llegan por webhook y CHASQUI_PUBLIC_URL no está puesto: pon la dirección https por la que Meta llega a este servicio.',
  'sentence.meta.no-https':
    'Los mensajes de Meta llegan por webhook y CHASQUI_PUBLIC_URL no es una dirección https: pon la dirección https por la que Meta llega a este servicio.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID está puesto: pon también WHATSAPP_CLOUD_TOKEN, el token de acceso de un usuario del sistema con whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN está puesto: pon también WHATSAPP_CLOUD_PHONE_ID, el id del número de teléfono, que el panel de la aplicación muestra en WhatsApp, API setup.',
  'sentence.whatsapp.browser': 'Hay un navegador para ello.',
  'sentence.whatsapp.link-later': 'El teléfono se vincula después de encenderlo.',
  'sentence.call.limited.one': '{platform} no acepta nada más durante {count} s; espera ese tiempo',
  'sentence.call.limited.other': '{platform} no acepta nada más durante {count} s; espera ese tiempo',
  'sentence.call.refused': '{platform} lo rechazó: {said}',
  'sentence.call.refused-by-number': '{platform} lo rechazó ({number}): {said}',
  'sentence.call.server-error': '{platform} respondió {status}; se puede intentar de nuevo',
  'sentence.call.server-error-unknown':
    '{platform} respondió {status}; puede que el mensaje se haya enviado o puede que no',
  'sentence.call.no-answer': 'sin respuesta de {platform} ({reason}); se puede intentar de nuevo',
  'sentence.call.no-answer-unknown':
    'sin respuesta de {platform} ({reason}); puede que el mensaje se haya enviado o puede que no',
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
  'sentence.meta.bad-phone-id':
    'El ID del número de teléfono son solo cifras, y no el número mismo: el panel de la aplicación lo muestra en WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Para este token no hay ningún número de teléfono con el ID {id}: el panel de la aplicación lo muestra en WhatsApp, API setup.',
  'sentence.meta.other-app':
    'El secreto de la aplicación no es el de la aplicación a la que pertenece este token. Cópialo de App settings, Basic, de esa aplicación, o crea el token en la aplicación de la que es este secreto.',
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
  'sentence.channel.closing': 'El canal se está cerrando. Se puede intentar de nuevo.',
  'sentence.file.to-send-gone': 'El archivo que se iba a enviar ya no existe.',
  'sentence.file.too-large-to-send': '{platform} acepta archivos de {megabytes} MB como máximo.',
  'sentence.file.too-large': 'El archivo supera los {megabytes} MB que se aceptan.',
  'sentence.file.gone': '{platform} ya no tiene este archivo.',
  'sentence.file.elsewhere': 'El archivo no está en un servidor de {platform}: no se abre.',
  'sentence.file.odd-address': 'El archivo está en una dirección {protocol}: solo se abren http y https.',
  'sentence.file.private-address': 'La dirección del archivo lleva a una red privada: no se abre.',
  'sentence.file.broke-off': 'La descarga se cortó ({reason}). Se puede intentar de nuevo.',
  'sentence.file.server-error': 'El servidor de archivos respondió {status}. Se puede intentar de nuevo.',
  'sentence.file.server-gone': 'El servidor de archivos respondió {status}: el archivo ya no está.',
  'sentence.message.too-long': 'Un mensaje en {platform} admite {most} y este tiene {length}: divídelo.',
  'sentence.message.not-begun': 'El mensaje no se envió: su llamada terminó antes.',
  'sentence.message.too-many': 'Demasiados mensajes esperan en este chat.',
  'sentence.message.no-edits': 'En {platform} no se editan los mensajes enviados.',
  'sentence.telegram.local-server': 'El servidor de la Bot API indica una ruta de su disco: ejecútalo sin --local.',
  'sentence.discord.not-private': 'Discord ya no puede mostrar esta respuesta solo a su persona.',
  'sentence.discord.no-history': 'El bot no puede leer este canal: dale a su rol el permiso {right}.',
  'sentence.meta.no-files': '{platform} no acepta archivos así.',
  'sentence.meta.unknown-bot': '{platform} aún no ha dicho quién es este bot.',
  'sentence.meta.no-message-id': '{platform} aceptó el mensaje y no dijo con qué id.',
  'sentence.whatsapp.not-connected': 'WhatsApp no está conectado; npm run doctor dice por qué.',
  'sentence.whatsapp.no-answer': 'La página de WhatsApp no respondió: {what}.',
  'sentence.whatsapp.page-failed': 'La página de WhatsApp falló ({reason}); puede que el mensaje se haya enviado o no.',
  'sentence.whatsapp.not-served': 'En WhatsApp solo se responde a personas y grupos.',
  'sentence.whatsapp.owner-unknown': 'No se sabe si el dueño del teléfono escribe en este chat.',
  'sentence.whatsapp.chat-gone': 'WhatsApp no conoce ese chat, o el número ya no está en WhatsApp.',
  'sentence.whatsapp.not-said': 'WhatsApp no dijo a tiempo si aceptó el mensaje.',
  'sentence.whatsapp.message-refused': 'WhatsApp rechazó el mensaje, o no se llegó a él.',
  'sentence.whatsapp.still-trying': 'WhatsApp aún no ha aceptado el mensaje y la página sigue intentándolo.',
  'sentence.whatsapp.cannot-tell': 'Por el chat no se puede saber si el mensaje se envió.',
  'sentence.whatsapp.file-not-begun': 'El archivo no se envió: no se pudo leer el chat ({reason}).',
  'sentence.whatsapp.file-not-taken': 'WhatsApp no aceptó el archivo ({reason}).',
}
