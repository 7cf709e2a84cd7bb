import type { MemoryField } from '../../contract/memory.ts'

/** What is only remembered when its person asks for that. */
export const PRIVATE_CATEGORIES = [
  'health',
  'religion',
  'orientation',
  'politics',
  'finances',
  'address',
  'secret',
] as const
export type PrivateCategory = (typeof PRIVATE_CATEGORIES)[number]

type Rule = { readonly category: PrivateCategory; readonly finds: (text: string) => boolean }

/**
 * The private category of a text, for every model, whatever the model itself says: by form, and by words of the
 * languages that most people write in. It drops too much rather than too little.
 */
export function privateCategoryOf(text: string, field?: MemoryField): PrivateCategory | undefined {
  const fits = (field && FITS[field]) ?? []
  return RULES.find(({ category, finds }) => !fits.includes(category) && finds(text))?.category
}

/** Allergies are health, and are what is to be avoided; some names are words of a faith. */
const FITS: { readonly [Field in MemoryField]?: readonly PrivateCategory[] } = {
  avoid: ['health'],
  name: ['religion', 'orientation', 'politics'],
  people: ['religion', 'orientation', 'politics'],
}

const word = (list: string) => {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${list})(?![\\p{L}\\p{N}])`, 'iu')
  return (text: string) => pattern.test(text)
}
const form = (pattern: RegExp) => (text: string) => pattern.test(text)

const RULES: readonly Rule[] = [
  {
    category: 'secret',
    finds: form(/-----BEGIN|\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|AIza|eyJ)[-_]?[A-Za-z0-9_-]{12,}/),
  },
  { category: 'secret', finds: looksLikeKey },
  { category: 'secret', finds: hasCardNumber },
  {
    category: 'secret',
    finds: word(
      'passwords?|passwort|passwörter|kennwort|contraseña|mot de passe|senha|parola|passcode|passphrase|pin(?: code)?|cvv|cvc|otp|api[ -]?key|secret key|private key|access token|seed phrase|recovery (?:code|phrase)|kata sandi|mật khẩu|रासवर्ड|पासवर्ड|كلمة (?:السر|المرور)|รหัสผ่าน|пароль|密码|パスワード',
    ),
  },
  {
    category: 'secret',
    finds: word(
      "social security|ssn|passport (?:number|no)|driver'?s licen[cs]e number|national id|tax id|steuernummer|dni|cpf|curp",
    ),
  },
  { category: 'finances', finds: hasIban },
  {
    category: 'finances',
    finds: word(
      'salary|salaries|income|wages?|earns?|debts?|mortgage|loan|bankrupt(?:cy)?|savings|bank account|account number|net worth|credit score|gehalt|einkommen|schulden|kredit|sueldo|salario|ingresos|deudas?|hipoteca|salaire|dettes?|prêt|salário|dívidas?|stipendio|debiti|mutuo|gaji|utang',
    ),
  },
  {
    category: 'address',
    finds: form(
      /\b\d{1,5}[a-z]?,? (?:\p{L}+\.? ){0,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|square|court|way|place|terrace|crescent)\b/iu,
    ),
  },
  {
    category: 'address',
    finds: form(
      /\p{L}*(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|gata|gate|vej|straat|laan|katu|utca|ulica)\s+\d{1,4}\s?[a-z]?\b/iu,
    ),
  },
  {
    category: 'address',
    finds: form(
      /\b(?:calle|avenida|av\.|jirón|rua|rue|viale|piazza|jalan|jl\.|đường|carrera|paseo)\b[^\n]{1,60}?\b\d{1,5}\b/iu,
    ),
  },
  { category: 'address', finds: form(/\b\d{1,4},? (?:rue|avenue|boulevard|place|chemin) \p{L}/iu) },
  {
    category: 'address',
    finds: word('home address|postcode|zip code|postal code|postleitzahl|código postal|code postal'),
  },
  {
    category: 'health',
    finds: word(
      'diabet(?:es|ic)|cancer|tumou?r|hiv|aids|depress(?:ed|ion)|anxiety|bipolar|schizophreni[ac]|adhd|autis(?:m|tic)|epilep(?:sy|tic)|asthma|pregnan(?:t|cy)|miscarriage|abortion|medications?|antidepressants?|insulin|therap(?:y|ist)|psychiatrist|diagnos(?:ed|is)|disease|illness|disab(?:led|ility)|surgery|chemotherapy|blood pressure|migraines?|infertil(?:e|ity)|alcoholic|addict(?:ed|ion)?|overweight|suicid(?:e|al)|doctor appointment|krankheit|krebs|schwanger|depression(?:en)?|cáncer|embarazada|enfermedad|diabetes|maladie|enceinte|doença|grávida|malattia|incinta|sakit|hamil',
    ),
  },
  {
    category: 'religion',
    finds: word(
      'religio(?:n|us)|muslim|islam|christian(?:ity)?|catholic|protestant|orthodox|evangelical|jewish|judaism|hindu(?:ism)?|buddhis[tm]|sikh|atheist|agnostic|mormon|prays?|church|mosque|synagogue|baptised|baptized|katholisch|evangelisch|moslem|católic[oa]|cristian[oa]|musulm[aá]n[ae]?|catholique|chrétienne?|cattolic[oa]',
    ),
  },
  {
    category: 'orientation',
    finds: word(
      'gay|lesbian|bisexual|homosexual|heterosexual|asexual|pansexual|queer|transgender|trans (?:man|woman)|non-?binary|lgbt\\w*|sexual orientation|schwul|lesbisch|lesbiana|lésbica|lesbienne',
    ),
  },
  {
    category: 'politics',
    finds: word(
      'votes? for|voted|politic(?:s|al)|republicans?|democrats?|conservatives?|liberals?|socialis[tm]|communis[tm]|fascis[tm]|left-?wing|right-?wing|labour party|trump|biden|afd|spd|cdu|party member|wähl(?:e|t)|voto|vote pour|partido|partei',
    ),
  },
]

/** A long word of letters and digits mixed, or of hexadecimal digits. */
function looksLikeKey(text: string): boolean {
  const words = text.match(/[A-Za-z0-9+/_=-]{20,}/g) ?? []
  return words.some((each) => /\d/.test(each) && /[A-Za-z]/.test(each))
}

/** 13 to 19 digits whose check digit is right (Luhn). */
function hasCardNumber(text: string): boolean {
  return (text.match(/\d(?:[ -]?\d){12,18}/g) ?? []).some((found) => {
    const digits = found.replace(/\D/g, '').split('').reverse().map(Number)
    const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : (digit * 2) % 9 || digit), 0)
    return sum % 10 === 0
  })
}

/** An account number of two letters and two check digits, which are right (modulo 97). */
function hasIban(text: string): boolean {
  return (text.toUpperCase().match(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g) ?? []).some((found) => {
    const compact = found.replaceAll(' ', '')
    const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
      String(letter.charCodeAt(0) - 55),
    )
    return digits.split('').reduce<number>((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
  })
}
