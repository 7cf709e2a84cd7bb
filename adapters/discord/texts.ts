/** What the channel says itself, where core cannot: in the language that Discord states for the person, else in English. */
type Texts = {
  /** The name of the command in the menu of a message. */
  readonly askAboutPicture: string
  /** What it asks. */
  readonly whatIsIt: string
  readonly noPicture: string
  /** The store does not answer. */
  readonly away: string
  /** Of the text behind a command. */
  readonly argument: string
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    askAboutPicture: 'Ask about this picture',
    whatIsIt: 'What is in this picture?',
    noPicture: 'There is no picture in that message.',
    away: 'I cannot take messages right now. Please try again in a minute.',
    argument: 'What it is about',
  },
  de: {
    askAboutPicture: 'Nach diesem Bild fragen',
    whatIsIt: 'Was ist auf diesem Bild?',
    noPicture: 'In dieser Nachricht ist kein Bild.',
    away: 'Ich kann gerade nichts annehmen. Bitte versuche es in einer Minute noch einmal.',
    argument: 'Worum es geht',
  },
  es: {
    askAboutPicture: 'Preguntar por esta imagen',
    whatIsIt: '¿Qué hay en esta imagen?',
    noPicture: 'En ese mensaje no hay ninguna imagen.',
    away: 'Ahora mismo no puedo recibir mensajes. Inténtalo de nuevo en un minuto.',
    argument: 'De qué se trata',
  },
  fr: {
    askAboutPicture: 'Poser une question sur l’image',
    whatIsIt: 'Qu’y a-t-il sur cette image ?',
    noPicture: 'Il n’y a pas d’image dans ce message.',
    away: 'Je ne peux pas recevoir de messages pour le moment. Réessaie dans une minute.',
    argument: 'De quoi il s’agit',
  },
  hi: {
    askAboutPicture: 'इस तस्वीर के बारे में पूछें',
    whatIsIt: 'इस तस्वीर में क्या है?',
    noPicture: 'उस संदेश में कोई तस्वीर नहीं है।',
    away: 'मैं अभी संदेश नहीं ले सकता। कृपया एक मिनट बाद फिर कोशिश कीजिए।',
    argument: 'किस बारे में',
  },
  id: {
    askAboutPicture: 'Tanya tentang gambar ini',
    whatIsIt: 'Apa yang ada di gambar ini?',
    noPicture: 'Tidak ada gambar dalam pesan itu.',
    away: 'Saat ini saya tidak bisa menerima pesan. Silakan coba lagi sebentar lagi.',
    argument: 'Tentang apa',
  },
  it: {
    askAboutPicture: 'Chiedi di questa immagine',
    whatIsIt: 'Che cosa c’è in questa immagine?',
    noPicture: 'In quel messaggio non c’è nessuna immagine.',
    away: 'In questo momento non posso ricevere messaggi. Riprova tra un minuto.',
    argument: 'Di che cosa si tratta',
  },
  pt: {
    askAboutPicture: 'Perguntar sobre esta imagem',
    whatIsIt: 'O que há nesta imagem?',
    noPicture: 'Não há nenhuma imagem nessa mensagem.',
    away: 'Não consigo receber mensagens agora. Tente de novo em um minuto.',
    argument: 'Do que se trata',
  },
  th: {
    askAboutPicture: 'ถามเกี่ยวกับรูปนี้',
    whatIsIt: 'ในรูปนี้มีอะไร',
    noPicture: 'ข้อความนั้นไม่มีรูป',
    away: 'ตอนนี้ฉันรับข้อความไม่ได้ โปรดลองอีกครั้งในหนึ่งนาที',
    argument: 'เรื่องอะไร',
  },
  vi: {
    askAboutPicture: 'Hỏi về hình này',
    whatIsIt: 'Trong hình này có gì?',
    noPicture: 'Tin nhắn đó không có hình nào.',
    away: 'Hiện tôi không nhận được tin nhắn. Bạn hãy thử lại sau một phút.',
    argument: 'Nói về điều gì',
  },
}

const ENGLISH = TEXTS['en']!

export const textsIn = (locale: string | undefined): Texts => TEXTS[locale?.split('-')[0] ?? 'en'] ?? ENGLISH

/** Discord's names of languages: https://discord.com/developers/docs/reference#locales */
const DISCORD_LOCALES: Readonly<Record<string, readonly string[]>> = {
  en: ['en-US', 'en-GB'],
  de: ['de'],
  es: ['es-ES', 'es-419'],
  fr: ['fr'],
  hi: ['hi'],
  id: ['id'],
  it: ['it'],
  pt: ['pt-BR'],
  th: ['th'],
  vi: ['vi'],
}

/** A text in each of Discord's languages that we have; those that it does not have are left out. */
export function localised(languages: readonly string[], textIn: (language: string) => string): Record<string, string> {
  const known = languages.flatMap((language) => (DISCORD_LOCALES[language] ?? []).map((locale) => [locale, language]))
  return Object.fromEntries(known.map(([locale = '', language = '']) => [locale, textIn(language)]))
}

export const OWN_LANGUAGES: readonly string[] = Object.keys(TEXTS)
