import { memory } from './memory/tl.ts'
import type { Texts } from './text-table.ts'

export const tl: Texts = {
  language: 'tl',
  start:
    'Kumusta! Ako si Chasqui. Sumulat ka sa akin tungkol sa kahit ano, o magpadala ng larawan at ' +
    'magtanong tungkol dito.\n' +
    'Ang kaya kong gawin: /help. Magsimula muli: /reset.',
  help:
    'Sumulat ng mensahe at sasagot ako. Magpadala ng hanggang limang larawan na may tanong, at magtanong ' +
    'pa tungkol sa mga ito. ' +
    'Kapag tumugon ka sa isang mensahe, nakikita ko kung alin.\n' +
    'Ang /reset ay nagsisimula ng bagong usapan: hindi ko na titingnan ang mga nasabi noon.\n' +
    'Sinasabi ng /status kung aling modelo ang sumasagot at kung paano sinusuri ang mga sagot.\n' +
    'Tinatapos ng “tigil” o /stop ang sagot na isinusulat ko.\n' +
    'Maaari akong magkamali. Pakisuri ang mahahalagang bagay.',
  resetDone: 'Tapos na, bagong usapan. Ano ang gusto mong pag-usapan?',
  unknownCommand: 'Hindi ko alam ang utos na ito. Ipinapakita ng /help ang kaya kong gawin.',
  files: {
    ready: 'Narito ang lahat ng itinatago ko tungkol sa iyo.',
    fetch: 'Kunin ito sa loob ng 24 na oras. Pagkatapos noon, o kapag nakuha mo na, buburahin ito.',
    onlyPrivately: 'Sa pribadong usapan ko lang ito ibinibigay. Isulat mo sa akin ang /export doon.',
    refused: {
      busy: 'Ginagawa na ang ganitong file. Pakisubukan muli pagkaraan ng isang minuto.',
      'no-room': 'Walang espasyo para sa ganitong file sa ngayon. Pakisubukan muli mamaya.',
      'no-files':
        'Hindi ako makapagpadala ng ganitong file sa app na ito. Pakihingi ang data mo sa nagpapatakbo ng bot na ito.',
    },
    lost: 'Hindi ko naipadala ang file na ito. Pakihingi ito muli sa /export.',
  },
  statusModel: (model) => `Modelo: ${model}`,
  statusEngine: {
    ready: 'Makina: handa na',
    starting: 'Makina: nagsisimula pa, sandali lang',
    failed: 'Makina: hindi tumatakbo; makikita ng nagpapatakbo ng bot na ito kung bakit',
  },
  statusPictures: { seen: 'Mga larawan: nakikita ko', unseen: 'Mga larawan: hindi ko nakikita gamit ang modelong ito' },
  statusGuard: {
    full: 'Pagsusuri sa kaligtasan: sinusuri ng modelong bantay ang bawat mensahe at bawat sagot',
    demonstration:
      'Pagsusuri sa kaligtasan: bantay na pang-demonstrasyon lang ang gumagana. Marami itong nakakalusot; ' +
      'huwag umasa rito.',
    off: 'Pagsusuri sa kaligtasan: pinatay ng nagpapatakbo ng bot na ito; mga simpleng tuntunin lang ang umiiral',
    none: 'Pagsusuri sa kaligtasan: walang modelong bantay; mga simpleng tuntunin lang ang umiiral',
  },
  statusPicturesJudged: { yes: 'Sinusuri din ang mga larawan', no: 'Hindi sinusuri ang mga larawan mismo' },
  blockedQuestion: 'Hindi kita matutulungan diyan. May iba pa ba akong magagawa para sa iyo?',
  blockedAnswer: 'Mas mabuting hindi ko ibigay ang sagot na ibibigay ko sana. Subukan mong magtanong sa ibang paraan.',
  stoppedAnswer: '(Hihinto ako rito: hindi pumasa sa pagsusuri sa kaligtasan ang natitira sa sagot na ito.)',
  cutAnswer: {
    length: '(Hihinto ako rito: masyado nang humaba ang sagot. Sabihin mo lang kung gusto mong magpatuloy ako.)',
    repeated: '(Hihinto ako rito: inuulit ko na lang ang sinabi ko.)',
  },
  apology: 'Paumanhin, may nangyaring mali sa panig ko at hindi ako nakasagot. Pakisubukan muli mamaya-maya.',
  stillWorking: 'Medyo matatagal pa ito. Ginagawa ko pa …',
  limited: 'Ang dami noon nang sabay-sabay! Bigyan mo ako ng kaunting pahinga, saka sumulat muli.',
  tooLong: (charactersMax) =>
    `Masyadong mahaba iyan para sa akin. Magpadala ng hindi hihigit sa mga ${charactersMax} karakter.`,
  nothingToAnswer: 'Walang nasa mensahe mo na kaya kong basahin. Sumulat ng ilang salita o magpadala ng larawan.',
  notAllowed: 'Paumanhin, hindi kita maaaring kausapin dito. Hilingin sa nagpapatakbo ng bot na ito na papasukin ka.',
  access: {
    code: (code, goodFor) =>
      `Kumusta! Hindi pa kita puwedeng kausapin. Ipakita ang code na ito sa nagpapatakbo ng bot na ito para papasukin ka:\n\n${code}\n\nMay bisa ito sa loob ng ${goodFor}.`,
    tooManyWait:
      'Kumusta! Hindi pa kita puwedeng kausapin, at marami na ang naghihintay. Sumulat ulit pagkalipas ng isang oras.',
    approved: 'Puwede ka na. Sumulat ng kahit ano, o magpadala ng litrato at magtanong.',
  },
  unsupported: {
    audio: 'Hindi pa ako nakakapakinig ng mensaheng boses o audio. Maaari mo bang isulat?',
    video: 'Hindi pa ako nakakapanood ng video. Puwede ang larawan o screenshot.',
    file: 'Hindi pa ako nakakapagbukas ng file. Idikit dito ang teksto o magpadala ng larawan nito.',
    sticker: 'Ang ganda ng sticker! Pero hindi ko nababasa ang mga sticker. Sabihin mo sa salita?',
    location: 'Hindi ko pa nagagamit ang mga lokasyon. Sabihin mo sa salita kung saan.',
    contact: 'Hindi ko pa nagagamit ang mga contact. Isulat mo ang gusto mong malaman.',
    other: 'Hindi ko pa nababasa ang ganitong uri ng mensahe. Sumulat ng ilang salita o magpadala ng larawan.',
  },
  pictureBroken: 'Hindi ko mabuksan ang larawang ito, mukhang sira. Maaari mo bang ipadala muli?',
  pictureTooLarge: 'Masyadong malaki ang larawang ito para sa akin. Pakipadala ang mas maliit.',
  notAPicture: 'Ang file na ito ay hindi larawang kilala ko. Puwede ang JPEG, PNG, WebP, GIF at AVIF.',
  pictureSvg: 'Hindi ko natitingnan ang mga guhit na SVG. Pakipadala bilang PNG o JPEG.',
  pictureHeic:
    'Hindi ko nabubuksan dito ang mga larawang HEIC. Pakipadala bilang JPEG (“most compatible” sa maraming telepono).',
  pictureGone: 'Hindi ko na makuha ang larawang ito. Pakipadala muli.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Mas marami ang mga larawan kaysa sa kaya kong tingnan. Tiningnan ko ang una.'
      : `Mas marami ang mga larawan kaysa sa kaya kong tingnan. Tiningnan ko ang unang ${seen}.`,
  picturesUnseen: 'Hindi ako nakakakita ng larawan sa modelong gamit ko. Ang mga salita mo lang ang masasagot ko.',
  visionFault:
    'Sa ngayon ay hindi ako nakakakita ng larawan: hindi pumasa sa pagsubok ang aking mga mata. Ang mga ' +
    'salita mo lang ang masasagot ko.',
  stop: 'Itigil',
  stopped: '(Itinigil.)',
  nothingToStop: 'Walang dapat itigil.',
  takeOver: {
    begins: 'Mula ngayon, isang tao mula sa team ang sasagot dito.',
    ends: 'Ang assistant na ulit ang sasagot dito.',
    by: '— Isang tao mula sa team:',
  },
  maybeRepeated: '(Maaaring natanggap mo na ang sagot na ito.)',
  memory,
}
