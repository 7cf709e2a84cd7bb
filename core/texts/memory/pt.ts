import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Eu me lembro do que você me conta sobre você. /memories mostra, /forget apaga, /memory off interrompe.',
  help: '/memories mostra o que lembro de você. /remember TEXTO, /edit 3 TEXTO e /forget 3 mudam isso.\n/memory off interrompe, /private faz uma pausa aqui.\n/export entrega tudo o que guardo sobre você, /delete_me apaga tudo.',
  reset: 'O que lembro de você continua: /memories.',
  empty: 'Ainda não me lembro de nada sobre você. /remember TEXTO guarda algo.',
  kinds: {
    profile: 'Sobre você',
    fact: 'Fatos',
    event: 'Acontecimentos',
  },
  earlier: 'Não vale mais, guardado como histórico',
  inGroup: 'dito em um grupo',
  passages: (count) => `Mensagens suas anteriores que posso consultar: ${count}`,
  page: (number, of) => `Página ${number} de ${of}. Outra: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 apaga o número 3, /edit 3 TEXTO muda.',
  rememberHow: 'Diga-me o que devo lembrar, por exemplo: /remember Tenho alergia a nozes',
  tooLong: (charactersMax) => `É longo demais para lembrar. Use no máximo ${charactersMax} caracteres, por favor.`,
  full: 'Não consigo lembrar mais sobre você. /memories mostra o que poderia sair.',
  saved: (text, number) => `Guardado: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Isso eu já sei: ${text} (/forget ${number})`,
  notKept: {
    off: 'Não guardei isso: a memória está desligada. /memory on liga.',
    private: 'Não guardei isso: o modo privado está ativo aqui. /private off encerra.',
  },
  editHow: 'Envie o número e o novo texto, por exemplo: /edit 3 Moro em Bergen',
  edited: (text, number) => `Alterado: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `Não há nada com o número ${number}, ou não há mais. /memories mostra o que há.`,
  forgetHow: 'O que devo esquecer? /forget 3, /forget Oslo ou /forget all. /memories mostra os números.',
  forgotten: (numbers) => `Esquecido: ${numbers}. Não vou usar nem aprender isso de novo.`,
  forgottenMessages: (count) => `Mensagens anteriores que falam disso e que não olho mais: ${count}`,
  whichOne: 'Qual delas? Envie /forget e o número:',
  nothingFound: 'Não me lembro de nada assim.',
  forgetAllConfirm: (count) =>
    `Devo esquecer tudo o que lembro de você (${count}) e não olhar mais o que foi dito até agora? Então envie: /forget all yes`,
  forgottenAll:
    'Pronto. Esqueci tudo o que lembrava de você e não olho mais o que foi dito até agora. Se quiser que eu volte a lembrar de algo: /remember TEXTO.',
  used: 'Da minha memória, minha última resposta aqui usou:',
  usedNone: 'Minha última resposta aqui não usou nada do que lembro de você.',
  usedGone: 'Ela também usou algo que já foi esquecido.',
  state: {
    on: 'A memória está ligada. /memory off interrompe e mantém o que há.',
    off: 'A memória está desligada: não aprendo nada nem uso nada dela. O que há é mantido. /memory on liga. Ainda vejo esta conversa até você enviar /reset.',
    never: 'Quem cuida deste bot desligou a memória.',
  },
  private: {
    on: 'O modo privado está ativo aqui: não aprendo nada nem uso o que lembro. /private off encerra; então não olho mais o que foi dito nesse meio-tempo.',
    off: 'O modo privado está desligado aqui. Não olho mais o que foi dito nele.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Devo apagar aqui tudo sobre você, para sempre? Mensagens: ${messages}, lembranças: ${memories}, imagens: ${pictures}. Então envie: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Tudo sobre você aqui está sendo apagado agora. Mensagens: ${messages}, lembranças: ${memories}, imagens: ${pictures}. Se você escrever de novo, não vou conhecer você.`,
  shared: 'Várias pessoas escrevem com este nome, por isso não me lembro de nada sobre ele.',
  answeredInPrivate: 'Respondi a você na nossa conversa privada.',
  askInPrivate: 'Pergunte-me isso em uma conversa privada, para que só você leia a resposta.',
  onlyHere: 'Isso só funciona aqui, na nossa conversa privada. Envie aqui, por favor.',
}
