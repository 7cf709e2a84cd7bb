import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start:
    'Naaalala ko ang sinasabi mo tungkol sa iyo. Ipinapakita ito ng /memories, binubura ng /forget, pinatitigil ng /memory off.',
  help: 'Ipinapakita ng /memories ang naaalala ko tungkol sa iyo. Binabago ito ng /remember TEKSTO, /edit 3 TEKSTO at /forget 3.\nPinatitigil ito ng /memory off, pinagpapahinga dito ng /private.\nIbinibigay sa iyo ng /export ang lahat ng nakatago tungkol sa iyo, binubura ito ng /delete_me.',
  reset: 'Mananatili ang naaalala ko tungkol sa iyo: /memories.',
  empty: 'Wala pa akong naaalala tungkol sa iyo. Nagtatago ng isa ang /remember TEKSTO.',
  kinds: {
    profile: 'Tungkol sa iyo',
    fact: 'Mga bagay na totoo',
    event: 'Mga pangyayari',
  },
  earlier: 'Hindi na totoo, itinatago bilang kasaysayan',
  inGroup: 'sinabi sa grupo',
  passages: (count) => `Mga dati mong mensahe na maaari kong balikan: ${count}`,
  page: (number, of) => `Pahina ${number} sa ${of}. Iba pa: /memories ${number < of ? number + 1 : 1}`,
  howToChange: 'Binubura ng /forget 3 ang bilang 3, binabago ito ng /edit 3 TEKSTO.',
  rememberHow: 'Sabihin mo kung ano ang tatandaan ko, halimbawa: /remember May alerdyi ako sa mani',
  tooLong: (charactersMax) => `Masyadong mahaba iyan para tandaan. Hanggang ${charactersMax} karakter lang, pakiusap.`,
  full: 'Hindi na ako makakatanda ng higit pa tungkol sa iyo. Ipinapakita ng /memories kung ano ang maaaring alisin.',
  saved: (text, number) => `Naitago: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Alam ko na iyan: ${text} (/forget ${number})`,
  notKept: {
    off: 'Hindi ko ito itinago: nakapatay ang memorya. Binubuksan ito ng /memory on.',
    private: 'Hindi ko ito itinago: pribado ang usapan dito. Tinatapos ito ng /private off.',
  },
  editHow: 'Ipadala ang bilang at ang bagong teksto, halimbawa: /edit 3 Nakatira ako sa Bergen',
  edited: (text, number) => `Nabago: ${text} (/forget ${number})`,
  noSuchNumber: (number) =>
    `Walang laman ang bilang ${number}, o wala na. Ipinapakita ng /memories kung ano ang mayroon.`,
  forgetHow: 'Ano ang kakalimutan ko? /forget 3, /forget Oslo o /forget all. Ipinapakita ng /memories ang mga bilang.',
  forgotten: (numbers) => `Nakalimutan na: ${numbers}. Hindi ko na ito gagamitin o pag-aaralan muli.`,
  forgottenMessages: (count) => `Mga dating mensahe na bumabanggit nito at hindi ko na titingnan: ${count}`,
  whichOne: 'Alin ang tinutukoy mo? Ipadala ang /forget at ang bilang nito:',
  nothingFound: 'Wala akong naaalalang ganyan.',
  forgetAllConfirm: (count) =>
    `Kakalimutan ko ba ang lahat ng naaalala ko tungkol sa iyo (${count}) at hindi na titingnan ang mga nasabi hanggang ngayon? Kung oo, ipadala: /forget all yes`,
  forgottenAll:
    'Tapos na. Nakalimutan ko na ang lahat ng naaalala ko tungkol sa iyo, at hindi ko na titingnan ang mga nasabi hanggang ngayon. Kung may gusto kang maalala ko ulit: /remember TEKSTO.',
  used: 'Mula sa memorya ko, ginamit ito ng huli kong sagot dito:',
  usedNone: 'Walang ginamit ang huli kong sagot dito sa mga naaalala ko tungkol sa iyo.',
  usedGone: 'Gumamit din ito ng isang bagay na nakalimutan na.',
  state: {
    on: 'Bukas ang memorya. Pinatitigil ito ng /memory off at itinatago ang naroon.',
    off: 'Nakapatay ang memorya: wala akong pinag-aaralan at wala akong ginagamit mula rito. Nananatili ang naroon. Binubuksan ito ng /memory on. Nakikita ko pa ang usapang ito hanggang ipadala mo ang /reset.',
    never: 'Pinatay ng nagpapatakbo ng bot na ito ang memorya.',
  },
  private: {
    on: 'Pribado ang usapan dito: wala akong pinag-aaralan at hindi ko ginagamit ang naaalala ko. Tinatapos ito ng /private off; pagkatapos ay hindi ko na titingnan ang mga nasabi habang pribado.',
    off: 'Hindi pribado ang usapan dito. Hindi ko na titingnan ang mga nasabi habang pribado ito.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Buburahin ko ba ang lahat ng tungkol sa iyo dito, nang tuluyan? Mensahe: ${messages}, alaala: ${memories}, larawan: ${pictures}. Kung oo, ipadala: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Binubura na ang lahat ng tungkol sa iyo dito. Mensahe: ${messages}, alaala: ${memories}, larawan: ${pictures}. Kapag sumulat ka muli, hindi na kita kilala.`,
  shared: 'Ilang tao ang sumusulat sa pangalang ito, kaya wala akong itinatandang anuman tungkol dito.',
  answeredInPrivate: 'Sinagot kita sa pribado nating usapan.',
  askInPrivate: 'Itanong mo iyan sa akin sa pribadong usapan, para ikaw lang ang makabasa ng sagot.',
  onlyHere: 'Dito lang iyan gumagana, sa pribado nating usapan. Pakipadala dito.',
}
