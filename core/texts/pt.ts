import { memory } from './memory/pt.ts'
import type { Texts } from './text-table.ts'

export const pt: Texts = {
  language: 'pt',
  start:
    'Olá! Sou o Chasqui. Escreva-me o que quiser, ou envie uma foto e pergunte sobre ela.\n' +
    'O que sei fazer: /help. Recomeçar: /reset.',
  help:
    'Escreva uma mensagem e eu respondo. Envie até cinco fotos com uma pergunta e continue perguntando sobre elas. ' +
    'Se você responder a uma mensagem, vejo a qual.\n' +
    '/reset começa uma nova conversa: não olho mais para o que foi dito antes.\n' +
    '/status diz qual modelo responde e como as respostas são verificadas.\n' +
    '“pare” ou /stop encerra uma resposta que estou escrevendo.\n' +
    'Posso errar. Confira o que for importante.',
  resetDone: 'Pronto, uma nova conversa. Sobre o que você quer falar?',
  unknownCommand: 'Não conheço esse comando. /help mostra o que sei fazer.',
  files: {
    ready: 'Aqui está tudo o que guardo sobre você.',
    fetch: 'Baixe em até 24 horas. Depois disso, ou assim que você o tiver, ele é apagado.',
    onlyPrivately: 'Só dou isso em uma conversa privada. Escreva /export para mim lá.',
    refused: {
      busy: 'Um arquivo assim já está sendo preparado. Tente de novo em um minuto.',
      'no-room': 'No momento não há espaço para um arquivo assim. Tente de novo mais tarde.',
      'no-files': 'Neste aplicativo não consigo enviar um arquivo assim. Peça seus dados a quem administra este bot.',
    },
    lost: 'Não consegui enviar este arquivo. Peça de novo com /export.',
  },
  statusModel: (model) => `Modelo: ${model}`,
  statusEngine: {
    ready: 'Motor: pronto',
    starting: 'Motor: iniciando, um momento por favor',
    failed: 'Motor: parado; quem administra este bot pode ver por quê',
  },
  statusPictures: { seen: 'Imagens: consigo vê-las', unseen: 'Imagens: com este modelo não as vejo' },
  statusGuard: {
    full: 'Verificação de segurança: um modelo guardião verifica cada mensagem e cada resposta',
    demonstration:
      'Verificação de segurança: só um guardião de demonstração está ativo. Ele deixa passar muita coisa; ' +
      'não confie nele.',
    off: 'Verificação de segurança: desligada por quem administra este bot; valem apenas regras simples',
    none: 'Verificação de segurança: não há modelo guardião; valem apenas regras simples',
  },
  statusPicturesJudged: { yes: 'As imagens também são verificadas', no: 'As imagens em si não são verificadas' },
  blockedQuestion: 'Não posso ajudar com isso. Posso fazer outra coisa por você?',
  blockedAnswer: 'Prefiro guardar para mim a resposta que ia dar. Tente perguntar de outra forma.',
  stoppedAnswer: '(Paro aqui: o resto desta resposta não passou na verificação de segurança.)',
  cutAnswer: {
    length: '(Paro aqui: a resposta ficou longa demais. Se quiser, peça para eu continuar.)',
    repeated: '(Paro aqui: eu só estava me repetindo.)',
  },
  apology: 'Desculpe, algo deu errado do meu lado e não consegui responder. Tente de novo daqui a pouco.',
  stillWorking: 'Isto demora um pouco mais. Ainda estou trabalhando nisso …',
  limited: 'Foi muita coisa de uma vez! Me dê uma pequena pausa e depois escreva de novo.',
  tooLong: (charactersMax) => `É longo demais para mim. Envie no máximo cerca de ${charactersMax} caracteres.`,
  nothingToAnswer: 'Não havia nada na sua mensagem que eu consiga ler. Escreva algumas palavras ou envie uma foto.',
  notAllowed: 'Desculpe, não posso falar com você aqui. Peça acesso a quem administra este bot.',
  access: {
    code: (code, goodFor) =>
      `Olá! Ainda não posso falar com você. Mostre este código a quem administra este bot, para que libere o seu acesso:\n\n${code}\n\nEle vale por ${goodFor}.`,
    tooManyWait:
      'Olá! Ainda não posso falar com você, e já há pessoas demais esperando. Escreva de novo daqui a uma hora.',
    approved: 'Seu acesso foi liberado. Escreva o que quiser, ou mande uma foto e pergunte.',
  },
  unsupported: {
    audio: 'Ainda não consigo ouvir mensagens de voz nem áudio. Pode escrever para mim?',
    video: 'Ainda não consigo ver vídeos. Uma foto ou captura de tela funciona.',
    file: 'Ainda não consigo abrir arquivos. Cole o texto aqui ou envie uma foto dele.',
    sticker: 'Bela figurinha! Mas não sei lê-las. Me diz com palavras?',
    location: 'Ainda não sei usar localizações. Diga o lugar com palavras.',
    contact: 'Ainda não sei usar contatos. Escreva o que você gostaria de saber.',
    other: 'Ainda não consigo ler mensagens deste tipo. Escreva algumas palavras ou envie uma foto.',
  },
  pictureBroken: 'Não consegui abrir esta imagem, ela parece danificada. Pode enviar de novo?',
  pictureTooLarge: 'Esta imagem é grande demais para mim. Envie uma menor, por favor.',
  notAPicture: 'Este arquivo não é uma imagem que eu conheça. JPEG, PNG, WebP, GIF e AVIF funcionam.',
  pictureSvg: 'Não consigo ver desenhos SVG. Envie como PNG ou JPEG, por favor.',
  pictureHeic: 'Aqui não consigo abrir fotos HEIC. Envie como JPEG (em muitos celulares, “mais compatível”).',
  pictureGone: 'Não tenho mais acesso a esta imagem. Envie de novo, por favor.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Eram mais imagens do que consigo olhar. Olhei a primeira.'
      : `Eram mais imagens do que consigo olhar. Olhei as primeiras ${seen}.`,
  picturesUnseen: 'Com o modelo que uso não vejo imagens. Só posso responder às suas palavras.',
  visionFault: 'No momento não vejo imagens: meus olhos não passaram no teste. Só posso responder às suas palavras.',
  stop: 'Parar',
  stopped: '(Interrompido.)',
  nothingToStop: 'Não há nada para parar.',
  takeOver: {
    begins: 'A partir de agora, quem responde aqui é uma pessoa da equipe.',
    ends: 'O assistente voltou a responder aqui.',
    by: '— Uma pessoa da equipe:',
  },
  maybeRepeated: '(Talvez você já tenha recebido esta resposta.)',
  memory,
}
