import { stemmer as arabic } from '@orama/stemmers/arabic'
import { stemmer as english } from '@orama/stemmers/english'
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as german } from '@orama/stemmers/german'
import { stemmer as hindi } from '@orama/stemmers/indian'
import { stemmer as indonesian } from '@orama/stemmers/indonesian'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as spanish } from '@orama/stemmers/spanish'

/** What search knows of a language: its words without content, and how its words are cut to their stems. */
export type SearchLanguage = {
  readonly code: string
  readonly stopWords: ReadonlySet<string>
  /** Those of them with which somebody speaks of themself. */
  readonly selfWords: ReadonlySet<string>
  readonly stem: (word: string) => string
  /** Accents tell its words apart: the word with them is what a stem is elsewhere. */
  readonly keepsAccents?: true
}

/** Each also without its accents: in chats they are often left out. */
function words(text: string): ReadonlySet<string> {
  const all = text.split(/\s+/)
  return new Set([
    ...all,
    ...all.map((word) =>
      word
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC'),
    ),
  ])
}
/** Its words do not change their form. */
const asItIs = (word: string) => word

/**
 * The supported languages that put spaces between words. Stop words are those of grammar alone: they tell the language
 * of a text, and say nothing about what it is about. Negations are none: what somebody does not like is another thing.
 */
export const SEARCH_LANGUAGES: readonly [SearchLanguage, ...SearchLanguage[]] = [
  {
    code: 'en',
    stem: english,
    selfWords: words(`i me my mine myself we us our ours am`),
    stopWords: words(`i me my mine myself we us our ours you your yours he him his she her hers it its they them their
      theirs what which who whom whose this that these those am is are was were be been being have has had do does did
      will would shall should can could may might must a an the and or but if because as of at by for with about into
      to from in on up down out off then so than too very just don s m re ve ll d where when why how there
      here please tell im whats ok`),
  },
  {
    code: 'es',
    stem: spanish,
    selfWords: words(`yo me mi mis mí nos nosotros soy estoy he tengo`),
    stopWords: words(`yo me mi mis mí tú tu tus te ti usted él ella ello nos nosotros vosotros ellos ellas se su sus le
      les lo la las los el un una unos unas de del al a en por para con sin sobre y e o u ni que qué quien quién cual
      cuál cuando cuándo donde dónde como cómo es son soy eres era ser está están estoy fue ha he has hay tengo tiene
      sí si pero porque muy más ya este esta esto ese esa eso cuanto cuánto`),
  },
  {
    code: 'fr',
    stem: french,
    selfWords: words(`je j me m moi mon ma mes nous notre nos suis ai`),
    stopWords: words(`je j me m moi mon ma mes tu te t toi ton ta tes il elle on nous notre nos vous votre vos ils elles
      se s son sa ses leur leurs le la l les un une des du de d au aux à a en dans par pour avec sans sur et ou ni que
      qu qui quoi quel quelle quels quelles quand où comment est sont suis es était être ai as ont c ce cet cette ces
      oui mais si très plus y`),
  },
  {
    code: 'de',
    stem: german,
    selfWords: words(`ich mich mir mein meine meinen meinem meiner wir uns unser unsere bin habe`),
    stopWords: words(`ich mich mir mein meine meinen meinem meiner du dich dir dein deine deinen er ihn ihm sein seine
      sie ihr ihre es wir uns unser unsere euch der die das den dem des ein eine einen einem einer und oder aber wenn
      weil als an am auf aus bei beim für mit nach von vom zu zum zur in im über ist sind bin bist war waren sein habe
      hast hat haben hatte was wer wen wem wie wo wann warum welche welcher ja auch noch schon
      sehr so`),
  },
  {
    code: 'it',
    stem: italian,
    selfWords: words(`io mi me mio mia miei mie noi ho`),
    stopWords: words(`io mi me mio mia miei mie tu ti te tuo tua tuoi tue lui lei si suo sua suoi sue noi ci voi vi loro
      il lo la l i gli le un uno una di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla in
      nel nella con per su sul sulla tra fra e o ma se che chi cosa quale quali quando dove come perché è sono sei era
      essere ho hai ha hanno sì più molto anche c`),
  },
  {
    code: 'pt',
    stem: portuguese,
    selfWords: words(`eu me mim meu minha meus minhas nós nosso nossa sou estou tenho`),
    stopWords: words(`eu me mim meu minha meus minhas tu te teu tua você vocês ele ela eles elas se seu sua seus suas
      nós nos nosso nossa o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre
      e ou mas que quem qual quais quando onde como porque é são sou era ser está estão estou foi tenho tem sim
      muito mais já este esta isto esse essa isso ao à`),
  },
  {
    code: 'id',
    stem: indonesian,
    selfWords: words(`saya aku ku kami kita`),
    stopWords: words(`saya aku ku kamu anda kau mu dia ia nya kami kita mereka yang dan atau tetapi tapi di ke dari pada
      untuk dengan oleh dalam adalah ialah ini itu apa siapa kapan mana dimana bagaimana mengapa kenapa ya
      ada akan sudah telah sedang juga sangat lebih jika kalau karena`),
  },
  {
    code: 'tl',
    stem: asItIs,
    selfWords: words(`ako ko akin kami tayo namin natin`),
    stopWords: words(`ako ko akin ikaw ka mo iyo siya niya kaniya kami tayo namin natin kayo ninyo sila nila ang ng mga
      sa si ni kay na nang at o pero kung dahil para ay ano sino kailan saan paano bakit alin oo po ba din rin
      lang lamang may mayroon ito iyan iyon`),
  },
  {
    code: 'vi',
    stem: asItIs,
    keepsAccents: true,
    selfWords: words(`tôi tao mình tớ chúng`),
    stopWords: words(`tôi tao mình tớ bạn anh chị em nó họ chúng ta là và hoặc nhưng mà của ở tại trong trên với cho từ
      đến thì có được bị đã đang sẽ rất cũng này kia đó gì nào ai đâu khi sao thế các những một`),
  },
  {
    code: 'hi',
    stem: hindi,
    selfWords: words(`मैं मैंने मुझे मुझको मेरा मेरी मेरे हम हमारा हमारी हूँ हूं`),
    stopWords: words(`मैं मैंने मुझे मुझको मेरा मेरी मेरे हम हमारा हमारी तुम तू तुम्हारा आप आपका आपकी वह वे यह ये उस इस उसका
      उसकी का की के को में से पर ने और या लेकिन कि जो है हैं हूँ हूं था थी थे हो क्या कौन कब कहाँ कहां कैसे क्यों हाँ भी ही तो`),
  },
  {
    code: 'ar',
    stem: arabic,
    selfWords: words(`انا أنا نحن لي`),
    stopWords:
      words(`انا أنا انت أنت هو هي نحن هم في من الى إلى على عن مع و أو او ثم لكن ان أن إن التي الذي هذا هذه ذلك تلك
      ما ماذا مَن متى اين أين كيف لماذا هل نعم كان كانت يكون قد لقد كل لي لك له لها يا`),
  },
]
